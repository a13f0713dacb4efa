"""Who works at Fernhill, with whom, and for which bonus."""

from __future__ import annotations

from generator.schema.model import Column, Table
from generator.schema.shared import MONTH

DEPARTMENTS = ("product", "marketing", "service", "stores", "club", "finance", "warehouse", "logistics")
EVERYBODY = (*DEPARTMENTS, "management")


def _employee(name: str, meaning: str) -> Column:
    return Column(name, "id", meaning, low=1, refers="employees.employee_id")


EMPLOYEES = Table(
    "employees",
    "employee",
    "who works here, under whom, and for which bonus, at the end of the data",
    ("employee_id",),
    (
        Column("employee_id", "id", "Number of the employee.", low=1),
        Column("department", "text", "Department.", values=EVERYBODY),
        Column("line", "text", "Product line that he or she works for; missing if for none.", nullable=True),
        Column("segment", "text", "Customer segment, as head office cuts them, that he or she works for; missing if for none.", nullable=True),
        Column("manager_id", "id", "Number of the manager; missing for the director.", nullable=True, low=1, refers="employees.employee_id"),
        Column("hired_on", "date", "First day at work."),
        Column("training_days", "count", "Days of training in the last year; the like in the years before.", "days", low=0, high=60),
        Column("refund_limit_eur", "money", "What a clerk may grant a customer without asking anybody; 0 for all others.", "EUR per ticket", low=0),
        Column("bonus_on", "text", "What the bonus is paid on."),
        Column("bonus_weight", "number", "Bonus as a share of pay when the target is met.", "share", low=0, high=1),
        Column("bonus_since_on", "date", "Day from which this bonus holds; missing if it held from the first day on.", nullable=True),
        Column("pilot_since_on", "date", "Day from which he or she belongs to a pilot team for a segment; missing if to none.", nullable=True),
    ),
    per="company",
)  # fmt: skip

INTERACTIONS = Table(
    "interactions",
    "pair of employees who wrote to each other in a counted week",
    "who works with whom; one week of each month is counted, and pairs without a message have no row",
    ("employee_a", "employee_b", "week_on"),
    (
        _employee("employee_a", "The one with the lower number."),
        _employee("employee_b", "The one with the higher number."),
        Column("week_on", "date", "Monday of the counted week.", few=True),
        Column("messages", "count", "Messages between the two, both ways, in the week.", "messages", low=1, high=100),
    ),
    per="company",
)  # fmt: skip

DECISIONS = Table(
    "decisions",
    "decision and department",
    "who decides what; for each decision exactly one department should be accountable",
    ("decision", "department"),
    (
        Column("decision", "text", "What is decided."),
        Column("department", "text", "Department.", values=DEPARTMENTS),
        Column(
            "role",
            "text",
            "What the department has to do with it.",
            values=("responsible", "accountable", "supports", "consulted", "informed"),
        ),
    ),
    per="company",
)

DEPARTMENT_RESULTS = Table(
    "department_results",
    "month and department",
    "how each department did by the measure that its bonus is paid on",
    ("month_on", "department", "unit"),
    (
        MONTH,
        Column("department", "text", "Department.", values=DEPARTMENTS),
        Column("unit", "text", "Product line that the result is of; `all` for the whole department."),
        Column("measure", "text", "What its bonus is paid on."),
        Column("result_index", "number", "Result of the month by this measure, season taken out.", "mean of the first twelve months = 100", low=0),
        Column("bonus_weight", "number", "Bonus as a share of pay when the plan is met.", "share", low=0, high=1),
    ),
    per="company",
)  # fmt: skip

TRUTH_MONTHS = Table(
    "truth_months",
    "month",
    "how customer equity really did, and as finance estimates it, beside which the departments' measures are laid",
    ("month_on",),
    (
        MONTH,
        Column("customers_in_books", "count", "Customers in the books by the end of the month, gone or not.", "customers", low=0),
        Column("equity_eur", "number", "True customer equity at the end of the month: what those who have not left are expected to spend from then on, later euros discounted.", "EUR", low=0),
        Column("estimated_equity_eur", "number", "The same as finance estimates it: revenue of the last twelve months, of which a share (organisation.kept) comes again each year.", "EUR", low=0),
        Column("equity_index", "number", "True equity for each customer in the books.", "mean of the first twelve months = 100", low=0),
    ),
    per="company",
    truth=True,
)  # fmt: skip

DECISION_CASES = Table(
    "decision_cases",
    "decision, each time it came up",
    "when each decision was asked for, and when it was taken",
    ("case_id",),
    (
        Column("case_id", "id", "Number of the case.", low=1),
        Column("decision", "text", "What was to be decided; see `decisions`."),
        Column("asked_on", "date", "Day on which somebody asked for it."),
        Column("decided_on", "date", "Day on which it was decided; missing while it is open.", nullable=True),
    ),
    per="company",
)

TABLES = (EMPLOYEES, INTERACTIONS, DECISIONS, DECISION_CASES, DEPARTMENT_RESULTS, TRUTH_MONTHS)
