"""The tables that a data warehouse would hold: what students see."""

from __future__ import annotations

from generator.schema.model import Column, Table

CUSTOMER = Column("customer_id", "id", "Number of the customer.", low=1, refers="customers.customer_id")
ORDER = Column(
    "order_id", "id", "Number of the order; later days have higher numbers.", low=1, refers="orders.order_id"
)
LINE_NO = Column("line_no", "count", "Position of the line in its order, from 1.", low=1, high=99)
SHOP_CHANNELS = ("web", "app", "store")
ACQUISITION = "Channel through which the customer first came: "

CUSTOMERS = Table(
    "customers",
    "person",
    "who the customers are and how they came",
    ("customer_id",),
    (
        Column("customer_id", "id", "Number of the customer.", low=1),
        Column("first_name", "text", "First name (invented)."),
        Column("last_name", "text", "Last name (invented)."),
        Column("street", "text", "Street (invented)."),
        Column("city", "text", "City (invented)."),
        Column("region", "text", "Region in which the city lies."),
        Column(
            "signed_up_at", "time", "Moment of the first order, with which the account was opened.", "UTC"
        ),
        Column(
            "acquisition_channel",
            "text",
            ACQUISITION + "search, social, marketplace, referral, store, email.",
        ),
    ),
)

PRODUCTS = Table(
    "products",
    "product",
    "what is sold, at which list price, and what it costs to buy in",
    ("product_id",),
    (
        Column("product_id", "id", "Number of the product.", low=1),
        Column("product_name", "text", "Name of the product."),
        Column("line", "text", "Product line."),
        Column("brand", "text", "Brand."),
        Column("list_price_eur", "money", "List price of one piece.", "EUR", low=0.01),
        Column("unit_cost_eur", "money", "What one piece costs Fernhill to buy in.", "EUR", low=0),
        Column("launched_on", "date", "Day on which the product was first sold."),
    ),
    per="company",
)

ORDERS = Table(
    "orders",
    "order",
    "when and where customers bought",
    ("order_id",),
    (
        Column("order_id", "id", "Number of the order; later days have higher numbers.", low=1),
        CUSTOMER,
        Column("ordered_at", "time", "Moment of the order.", "UTC"),
        Column("channel", "text", "Where it was placed: web, app or store.", values=SHOP_CHANNELS),
    ),
)

ORDER_LINES = Table(
    "order_lines",
    "product in an order",
    "what was bought, at which price, and what it cost",
    ("order_id", "line_no"),
    (
        ORDER,
        LINE_NO,
        Column("product_id", "id", "Number of the product.", low=1, refers="products.product_id"),
        Column("quantity", "count", "Pieces.", "pieces", low=1, high=10_000),
        Column(
            "list_price_eur",
            "money",
            "List price of one piece on the day.",
            "EUR per piece",
            low=0.01,
            few=True,
        ),
        Column("discount_eur", "money", "Discount on the whole line.", "EUR per line", low=0),
        Column(
            "paid_eur",
            "money",
            "Paid for the whole line: quantity × list price − discount.",
            "EUR per line",
            low=0.01,
        ),
        Column("unit_cost_eur", "money", "What one piece cost Fernhill.", "EUR per piece", low=0, few=True),
    ),
)

RETURNS = Table(
    "returns",
    "returned line",
    "what came back, why, and what that cost; goods that come back are not sold again",
    ("order_id", "line_no"),
    (
        ORDER,
        LINE_NO,
        Column("returned_at", "time", "Moment at which the return was booked.", "UTC"),
        Column("reason", "text", "Reason the customer gave."),
        Column("refund_eur", "money", "Paid back to the customer.", "EUR", low=0.01),
        Column("handling_cost_eur", "money", "Cost of handling the return.", "EUR", low=0, few=True),
    ),
)

CAMPAIGNS = Table(
    "campaigns",
    "campaign",
    "what was sent to customers, for whom and why",
    ("campaign_id",),
    (
        Column("campaign_id", "id", "Number of the campaign.", low=1),
        Column("campaign_name", "text", "Name of the campaign."),
        Column("channel", "text", "How it reaches people.", values=("mail",)),
        Column("line", "text", "Product line that it promotes."),
        Column("owner", "text", "Department that ordered it."),
        Column("objective", "text", "What its owner is measured on."),
        Column("started_on", "date", "Day on which it was sent."),
        Column("unit_cost_eur", "money", "Cost of one contact.", "EUR per contact", low=0),
    ),
    per="company",
)

TOUCHES = Table(
    "touches",
    "contact of a customer by a campaign",
    "who was contacted, when, and what it cost",
    ("customer_id", "campaign_id"),
    (
        CUSTOMER,
        Column("campaign_id", "id", "Number of the campaign.", low=1, refers="campaigns.campaign_id"),
        Column("touched_at", "time", "Moment of the contact.", "UTC", few=True),
        Column("channel", "text", "How the customer was reached.", values=("mail",)),
        Column("outcome", "text", "What became of it.", values=("delivered", "undeliverable")),
        Column("cost_eur", "money", "Cost of this contact.", "EUR", low=0, few=True),
    ),
)

TICKETS = Table(
    "tickets",
    "service contact",
    "what customers needed help with, how long it took, and who handled it",
    ("ticket_id",),
    (
        Column("ticket_id", "id", "Number of the ticket.", low=1),
        CUSTOMER,
        ORDER,
        Column("topic", "text", "What it was about."),
        Column("opened_at", "time", "Moment at which the customer wrote or called.", "UTC"),
        Column("closed_at", "time", "Moment at which it was solved; missing while open.", "UTC", nullable=True),
        Column("departments", "text", "Departments it passed through, in order, separated by `>`."),
        Column("hand_offs", "count", "Times it changed department.", "times", low=0, high=20),
        Column("satisfaction", "count", "Answer to “How well were you helped?”, 1 to 5; missing if not answered.",
               "1–5", nullable=True, low=1, high=5),
    ),
)  # fmt: skip

TRIALS = Table(
    "trials",
    "customer in a randomised trial",
    "what happens when one thing is changed by lot",
    ("trial_id", "customer_id"),
    (
        Column("trial_id", "text", "Name of the trial."),
        CUSTOMER,
        Column("answer", "text", "Answer to “What matters most to you when you buy for your home?”, given before the lot was drawn.",
               values=("price", "design", "quality", "time")),
        Column("arm", "text", "What the lot gave."),
        Column("price_eur", "money", "Price offered.", "EUR", low=0.01),
        Column("unit_cost_eur", "money", "What one piece costs Fernhill.", "EUR", low=0),
        Column("assigned_on", "date", "Day on which the lot was drawn."),
        Column("window_days", "count", "Days during which the offer stood.", "days", low=1, few=True),
        Column("bought", "flag", "Whether the customer bought in the window."),
        Column("paid_eur", "money", "Paid: the price if bought, else 0. Sold by a partner, so not in `orders`.", "EUR", low=0),
    ),
)  # fmt: skip

ACQUISITION_SPEND = Table(
    "acquisition_spend",
    "month and acquisition channel",
    "what winning new customers cost",
    ("month_on", "channel"),
    (
        Column("month_on", "date", "First day of the month."),
        Column("channel", "text", "Acquisition channel."),
        Column("spend_eur", "money", "Spent in the month.", "EUR", low=0),
    ),
    per="company",
)

RIVAL_PRICES = Table(
    "rival_prices",
    "month and product line",
    "how rivals' prices move",
    ("month_on", "line"),
    (
        Column("month_on", "date", "First day of the month."),
        Column("line", "text", "Product line."),
        Column("price_index", "number", "Rivals' prices for like goods.", "first month = 100", low=0),
    ),
    per="company",
)

ACTIVITY_COSTS = Table(
    "activity_costs",
    "activity",
    "what it costs to do something once",
    ("activity",),
    (
        Column("activity", "text", "Name of the activity.",
               values=("web_order", "app_order", "store_order", "return", "ticket", "mailing")),
        Column("driver", "text", "What it is counted by."),
        Column("rate_eur", "money", "Cost of doing it once.", "EUR per driver", low=0),
    ),
    per="company",
)  # fmt: skip

CLOCK = Table(
    "clock",
    "day",
    "season-adjusted time",
    ("date_on",),
    (
        Column("date_on", "date", "The day."),
        Column("season", "number", "How brisk business is on the day.", "1 = average day", low=0),
        Column("season_week", "number", "Season-adjusted weeks since the first day, at the start of the day.", "weeks", low=0),
    ),
    per="company",
)  # fmt: skip

TABLES = (
    CUSTOMERS, PRODUCTS, ORDERS, ORDER_LINES, RETURNS, CAMPAIGNS, TOUCHES, TICKETS, TRIALS,
    ACQUISITION_SPEND, RIVAL_PRICES, ACTIVITY_COSTS, CLOCK,
)  # fmt: skip
