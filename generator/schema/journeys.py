"""How visitors come to an order, and which channel really brings it about."""

from __future__ import annotations

from generator.schema.model import Column, Table

DEVICES = ("computer", "phone", "tablet")
STEPS = ("landing", "product", "basket", "checkout", "order")
CHANNELS = ("social", "search", "organic", "email", "direct")
JOURNEY = Column("journey_id", "id", "Number of the journey; a visitor has one.", low=1)

VISITS = Table(
    "visits",
    "visit of a journey to the web shop",
    "by which channels visitors came, how far they got, and what became of it, while social ads were held back from some by lot; "
    "visitors who agreed to be measured, not linked to customers",
    ("journey_id", "position"),
    (
        JOURNEY,
        Column("position", "count", "Position of the visit in its journey, from 1.", "position", low=1, high=99),
        Column("visited_at", "time", "Moment of the visit.", "UTC"),
        Column("channel", "text", "What she came by: an ad in social media, a paid search result, an unpaid one, an e-mail, or the address itself.",
               values=CHANNELS),
        Column("device", "text", "What she used (the same on all her visits).", values=DEVICES),
        Column("furthest", "text", "The furthest step she reached in this visit: landing page, product page, basket, checkout, order; all before it she passed.",
               values=STEPS),
        Column("held_out", "flag", "Whether the lot held social ads back from this visitor (the same on all her visits)."),
        Column("saw_social_ad", "flag", "Whether she was shown a social ad during the journey, clicked or not (the same on all her visits)."),
        Column("converted", "flag", "Whether this visit ended with an order."),
        Column("order_value_eur", "money", "Value of that order; missing without one.", "EUR", nullable=True, low=1),
    ),
)  # fmt: skip

TRUTH_JOURNEYS = Table(
    "truth_journeys",
    "journey",
    "what each visitor would have done without a channel",
    ("journey_id",),
    (
        JOURNEY,
        Column("buys", "flag", "Whether the journey ends with an order."),
        Column("buys_without_social", "flag", "Whether it would if she had seen no social ad."),
        Column("buys_without_search", "flag", "Whether it would if there had been no search ad before her last visit."),
        Column("buys_without_email", "flag", "Whether it would if she had opened no e-mail."),
    ),
    truth=True,
)  # fmt: skip

TRUTH_CHANNELS = Table(
    "truth_channels",
    "channel of visits",
    "what each channel causes, among visitors from whom no ads are held back",
    ("channel",),
    (
        Column("channel", "text", "Channel of visits.", values=CHANNELS),
        Column("causal_share", "number", "Share of their orders that would not be placed without the channel (expected).", "share", low=0, high=1),
        Column("incremental_orders", "number", "These orders, for all such visitors of the test (expected).", "orders", low=0),
    ),
    per="company",
    truth=True,
)  # fmt: skip

TABLES = (VISITS, TRUTH_JOURNEYS, TRUTH_CHANNELS)
