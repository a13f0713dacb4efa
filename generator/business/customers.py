"""The table of customers: what the house knows of each person from all its systems together."""

from __future__ import annotations

from generator.block_values import Nullable
from generator.business import app, demography, referral
from generator.business.block import Block


def customers_table(block: Block, advocate: Nullable) -> dict:
    """Columns of `customers`. `advocate`: number of the advocate who brought each, if one did."""
    world, who, times = block.world, block.who, block.orders.times
    home = who.home
    return {
        "customer_id": block.ids,
        "household_id": home.head,
        "first_name": home.first_name,
        "last_name": home.last_name,
        "birth_year": home.birth_year,
        "street": home.street,
        "house_number": home.house_number,
        "city": home.city,
        "region": world.pools.region_of_city[home.city],
        "signed_up_at": block.orders.second[times.start[:-1]],
        "acquisition_channel": who.channel,
        "acquisition_campaign": who.campaign,
        "referred_by": referral.referred_by(block, advocate),
        "advocate_id": advocate,
        "app_since_on": app.since_on(world, block.app_from),
        "device": demography.device(world, block.ids, who.protected),
    }
