"""What customers say, and what they do not say."""

from __future__ import annotations

from generator.schema.model import Column, Table
from generator.schema.shared import CUSTOMER
from generator.schema.text import TRUTH_TEXTS

THEMES = (TRUTH_TEXTS.by_name["theme"].values or ())[:-1]  # all but "none"
ATTRIBUTES = ("quality", "price", "delivery", "service", "range", "sustainability", "repair", "overall")
STATEMENTS = (
    "I like to cook, and I cook often.",
    "Good tools in the kitchen are worth their place.",
    "I want rooms that feel warm and soft.",
    "I change how my home looks with the seasons.",
    "I look for the best deal before I buy.",
    "I wait for offers.",
    "Everything at home should have its place.",
    "I spend my free time in the garden or on the balcony.",
)
SURVEY = Column("survey_id", "id", "Number of the survey.", low=1)

SURVEYS = Table(
    "surveys",
    "survey sent to a customer",
    "who was asked how likely she is to recommend Fernhill, and what came back (waves whose field time is over)",
    ("survey_id",),
    (
        SURVEY,
        CUSTOMER,
        Column("sent_at", "time", "Moment at which the survey was sent: one for a whole wave.", "UTC", few=True),
        Column("mode", "text", "How it was sent.", values=("email", "text message")),
        Column("answered", "flag", "Whether the customer answered within two weeks."),
        Column("answered_at", "time", "Moment of the answer; missing if there is none.", "UTC", nullable=True),
        Column("score", "count", "Answer to “How likely are you to recommend us?”: 0 not at all, 10 certainly; missing if not answered.",
               "0–10", nullable=True, low=0, high=10),
        Column("verbatim", "prose", "What the customer wrote on top; missing if nothing.", nullable=True),
    ),
)  # fmt: skip

NEEDS_SURVEY = Table(
    "needs_survey",
    "customer in the paid panel on needs",
    "what a sample of customers says it looks for, and deems important",
    ("customer_id",),
    (
        CUSTOMER,
        Column("answered_on", "date", "Day of the answers."),
        *(
            Column(f"item_{k + 1}", "count", f"Agreement with “{words}”: 1 not at all, 5 fully.", "1–5", low=1, high=5)
            for k, words in enumerate(STATEMENTS)
        ),
        *(
            Column(f"important_{name}", "count", f"How important {name} is to her when she buys for her home, by her own answer: 1 not at all, 10 very.",
                   "1–10", low=1, high=10)
            for name in ("price", "quality", "service", "sustainability")
        ),
        Column("ever_left_after_bad_service", "flag", "Whether she says that she once stopped buying from a shop after bad service."),
    ),
)  # fmt: skip

RATINGS = Table(
    "ratings",
    "respondent, brand and attribute",
    "how a paid panel of customers rates Fernhill and two rivals",
    ("customer_id", "brand", "attribute"),
    (
        CUSTOMER,
        Column("brand", "text", "Brand that is rated.", few=True),
        Column("attribute", "text", "What is rated; “repair” is free repair for five years, “overall” the brand as a whole.",
               values=ATTRIBUTES, few=True),
        Column("rating", "count", "Rating: 1 very bad, 10 excellent.", "1–10", low=1, high=10),
        Column("importance", "count", "How important the respondent says the attribute is (asked once, the same for all brands); missing for “overall”.",
               "1–10", nullable=True, low=1, high=10),
    ),
)  # fmt: skip

CHOICES = Table(
    "choices",
    "respondent, task and offer",
    "which of three offers of a saucepan set the same panel chooses, when offers differ at random",
    ("customer_id", "task", "brand"),
    (
        CUSTOMER,
        Column("task", "count", "Number of the task: each shows three offers.", "task", low=1, high=20),
        Column("brand", "text", "Brand of the offer; each task has one of each.", few=True),
        Column("price_eur", "money", "Price of the offer.", "EUR", low=0, few=True),
        Column("premium", "flag", "Whether it is of premium quality."),
        Column("delivery_days", "count", "Days until delivery.", "days", low=0, few=True),
        Column("free_repair", "flag", "Whether repair is free for five years."),
        Column("sustainable", "flag", "Whether it is made of recycled material."),
        Column("chosen", "flag", "Whether the respondent chose this offer."),
    ),
)

BEST_WORST = Table(
    "best_worst",
    "respondent, task and thing shown",
    "which of four things that an offer may have the same panel picks as the one that would win it most, and as the one that would least",
    ("customer_id", "task", "item"),
    (
        CUSTOMER,
        Column("task", "count", "Number of the task: each shows four of seven things; each is shown four times, each pair twice.", "task", low=1, high=7),
        Column("item", "text", "What is shown: an offer that is otherwise the same has it.", values=(
            "ten euros less", "twenty euros less", "premium quality", "delivery four days sooner",
            "free repair for five years", "recycled material", "your favourite of the brands"), few=True),
        Column("best", "flag", "Whether the respondent says of this one that it would win her most."),
        Column("worst", "flag", "Whether she says of this one that it would win her least."),
    ),
)  # fmt: skip

CONSENTS = Table(
    "consents",
    "customer, channel and purpose that she agreed to",
    "who may be contacted, how and for what",
    ("customer_id", "channel", "purpose"),
    (
        CUSTOMER,
        Column("channel", "text", "How she may be contacted.", values=("email", "phone", "post", "app")),
        Column("purpose", "text", "What for: service (about her orders) or marketing.", values=("service", "marketing")),
        Column("since_on", "date", "Day on which she agreed."),
        Column("opted_out_on", "date", "Day on which she took it back: with an e-mail (`touches`), or by herself; missing while it stands. From that day on nobody writes to her in this way.", nullable=True),
    ),
)  # fmt: skip

POSTS = Table(
    "posts",
    "post on social media",
    "what is said about Fernhill in public",
    ("post_id",),
    (
        Column("post_id", "id", "Number of the post (in no order).", low=1),
        Column("handle", "prose", "Name under which the author writes; nobody knows which customer that is."),
        Column("posted_at", "time", "Moment of the post.", "UTC"),
        Column("text", "prose", "What it says."),
        Column("likes", "count", "Likes within a day.", "likes", low=0),
    ),
)

TRUTH_SURVEYS = Table(
    "truth_surveys",
    "survey sent to a customer",
    "what everybody who was asked would have said",
    ("survey_id",),
    (
        Column("survey_id", "id", "Number of the survey.", low=1, refers="surveys.survey_id"),
        Column("would_score", "count", "Score that the customer has in mind, answered or not.", "0–10", low=0, high=10),
        Column("response_propensity", "number", "Probability of answering, given orders, mode and score in mind.", "probability", low=0, high=1),
    ),
    truth=True,
)  # fmt: skip

TRUTH_GRIEVANCES = Table(
    "truth_grievances",
    "person",
    "what bothers each customer, and what mending it would be worth",
    ("customer_id",),
    (
        CUSTOMER,
        Column("theme", "text", "What bothers her most.", values=THEMES),
        Column("mending_gain_eur", "number", "Expected lifetime spend (later euros discounted) with it mended at the end, less that without; negative only where the contented leave sooner.", "EUR", free="negative in some scenarios"),
    ),
    truth=True,
)  # fmt: skip

TABLES = (
    SURVEYS, NEEDS_SURVEY, RATINGS, CHOICES, BEST_WORST, CONSENTS, POSTS, TRUTH_SURVEYS, TRUTH_GRIEVANCES,
)  # fmt: skip
