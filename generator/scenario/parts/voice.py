"""Voice: surveys, posts, ratings, and who answers."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from generator.scenario.parts.base import Load, Part, Positive, Share, Weight
from generator.scenario.parts.surveys import Brands, Floor, NeedsSurvey, Nps
from generator.scenario.parts.text import Theme

ConsentChannel = Literal["email", "phone", "post", "app"]


class Grievance(Part):
    """What bothers a customer, told in complaints: how common it is and whom it bothers.

    `share`: weight among average customers. `exposure`, `spend`, `rate`: loads on normal scores of being
    passed around by service, of spend and of the purchase rate; `price_led`: on being led by prices.
    `relief`: how much more content (normal score of satisfaction) a customer is once it is mended.
    """

    share: Weight
    exposure: Load = 0.0
    spend: Load = 0.0
    rate: Load = 0.0
    price_led: Load = 0.0
    relief: Annotated[float, Field(ge=0, le=3)]


class Grievances(Part):
    """`told`: how many complaints in surveys are about what bothers the customer; the rest about anything."""

    told: Share
    themes: dict[Theme, Grievance]


class Permission(Part):
    """A channel: how many may be contacted for service and for marketing, and how marketing is ended.

    `service`, `marketing`: how many agree when they sign up (with the app: when they get it). `opt_out`:
    chance that a contact (of consents to e-mail: an e-mail) makes an average customer opt out of marketing by
    this channel.
    """

    service: Share
    marketing: Share
    opt_out: Share


class Consents(Part):
    """Consents by channel; `by_satisfaction`: load of satisfaction on the log chance of opting out.

    `taken_back_a_month`: share of consents to marketing by e-mail that average customers take back in a month
    by themselves. Otherwise an e-mail ends it; other consents end with a contact of whatever kind.
    """

    by_satisfaction: Load
    taken_back_a_month: Share
    channels: dict[ConsentChannel, Permission]


class Posts(Part):
    """Posts about Fernhill, by people who go by a handle.

    `share`: how many of the customers post; `floor`: at least so many, if there are so many. `most`: posts of
    one author, evenly 1 … most. `mean_wait_weeks`: from joining to a post. `likes`: mean number of likes of
    a plain post; `likes_strong`: of one that is angry or delighted (louder).
    """

    share: Share
    floor: Floor
    most: Annotated[int, Field(ge=1, le=8)]
    mean_wait_weeks: Positive
    likes: Weight
    likes_strong: Weight


class Voice(Part):
    """What customers say when asked, and when not."""

    nps: Nps
    grievances: Grievances
    needs_survey: NeedsSurvey
    brands: Brands
    consents: Consents
    posts: Posts

    @model_validator(mode="after")
    def _whole(self) -> Voice:
        for place, group, count in (
            ("grievances.themes", self.grievances.themes, 8),
            ("needs_survey.stated", self.needs_survey.stated, 4),
            ("brands.attributes", self.brands.attributes, 7),
            ("consents.channels", self.consents.channels, 4),
        ):
            if len(group) < count:
                raise ValueError(f"{place}: {count} entries are needed; found only {', '.join(group)}")
        return self
