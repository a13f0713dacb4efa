"""A company to be played: rows of people and every number that a turn needs; read from a plain file.

The file is JSON and holds nothing but numbers and names. Python writes a number with as many digits as give
it back exactly, so the company is the same to the bit wherever it is read.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from generator.play.arrays import Array, Arrays, Index
from generator.play.plain import Plain
from generator.play.record import Record, bare, record

MONTHS, AGES = 3, 6
YEAR_WEEKS = 52.0
FORMAT = 1
NEVER = 1e9  # weeks: JSON has no infinity
CODES = ("channel", "need", "first_line")


@dataclass(frozen=True)
class Rows:
    """People (arrays by row, sorted by the quarter in which each comes).

    `weight`: persons. `weeks`: operational weeks of the quarter in which she comes after she came. `rate`,
    `hazard`: a week. `heard`: the rate at which catalogues take her to order, of one person the same as
    `rate`. `stay`: by how much the log hazard falls for each sd of satisfaction. `value`: EUR an
    order. `app_week`: from when she has the app. `goods`, `goods_first`: cost of goods as a share of revenue,
    of repeat and first orders. `fulfil`: EUR an order. `back`, `back_first`: returns, EUR an order.
    `tickets`: an order; `claims`: those with a claim. `late`: probability that an order's parcel is late;
    `wear`: by how much that raises the log hazard in a week, and `since`: from which week on. `exposure`: of
    her tickets to being passed around. `sore`: of average 1, how much a call mends. `log_scale`: of her
    orders. `breadth`, `fit`, `averse`, `effect`: see `Differences`, `Offers` of a scenario; `seen`: the
    effect as a trial estimates it. `local`: how much more frequent her need is in her region. `price_led`:
    whether (or which share) goes by price. `satisfaction`: sd. `surplus`: EUR an order beyond its price.
    `channel`, `need`, `first_line`: codes. `mailed`: age (quarters, from 0) × row, share of the quarter's
    catalogues that past orders bring her.
    """

    weight: Array
    weeks: Array
    rate: Array
    heard: Array
    hazard: Array
    stay: Array
    value: Array
    app_week: Array
    goods: Array
    goods_first: Array
    fulfil: Array
    back: Array
    back_first: Array
    tickets: Array
    claims: Array
    late: Array
    wear: Array
    since: Array
    exposure: Array
    sore: Array
    log_scale: Array
    breadth: Array
    fit: Array
    averse: Array
    effect: Array
    seen: Array
    local: Array
    price_led: Array
    satisfaction: Array
    surplus: Array
    channel: Index
    need: Index
    first_line: Index
    mailed: Any


@dataclass(frozen=True)
class Company:
    """All that play starts from.

    `usual`: present decisions. `rows`: see there. `until`: rows up to the end of each quarter (0 = those who
    are there at the start). `lengths`: operational weeks of each quarter, `starts`: at which each starts.
    `dead_mail`: catalogues that go to those who had left before the start, in each quarter. `line_shares`:
    need × line, of repeat revenue; `line_costs`: goods as a share of it; `main`: share of a first order's
    revenue that its main line has. `claims`: how they end (see `generator.play.claims`). `often`: orders in a
    year from which a customer is of the second and third frequency class. `scenario`: the company's numbers,
    by the scenario's own names. `arrays`: with what rows are reckoned.
    """

    usual: Record
    rows: Rows
    until: list[int]
    lengths: list[float]
    starts: list[float]
    dead_mail: list[float]
    line_shares: list[list[float]]
    line_costs: list[float]
    main: float
    claims: Record
    often: list[float]
    scenario: Record
    arrays: Arrays

    @property
    def mail_weeks(self) -> float:
        """Weeks for which an order brings catalogues."""
        return float(self.scenario.contact.months_after_last_order * YEAR_WEEKS / 12.0)

    @property
    def quarters(self) -> int:
        """Quarters for which prospects are known."""
        return len(self.until) - 1


def company_from(data: dict[str, Any], arrays: Arrays | None = None) -> Company:
    """A company from what its file holds (JSON); reckoned in plain Python unless something faster is given.

    Raises `ValueError` for a file of another format.
    """
    if data.get("format") != FORMAT:
        raise ValueError(f"the company's file has format {data.get('format')}; this is for format {FORMAT}")
    with_what = arrays or Plain()
    rows = {
        name: with_what.row(values) for name, values in data["rows"].items() if name not in (*CODES, "mailed")
    }
    rows |= {name: with_what.index(data["rows"][name]) for name in CODES}
    rows["mailed"] = [with_what.row(age) for age in data["rows"]["mailed"]]
    rows.setdefault("heard", rows["rate"])  # only cells have another
    rest = {name: record(value) for name, value in data.items() if name not in ("format", "rows")}
    return Company(rows=Rows(**rows), arrays=with_what, **rest)


def company_data(company: Company) -> dict[str, Any]:
    """What a company's file holds."""
    listed = company.arrays.listed
    names = [f.name for f in fields(Rows) if f.name != "mailed"]
    rows = {name: listed(getattr(company.rows, name)) for name in names}
    rows["mailed"] = [listed(age) for age in company.rows.mailed]
    rest = {
        f.name: bare(getattr(company, f.name)) for f in fields(company) if f.name not in ("rows", "arrays")
    }
    return {"format": FORMAT, **rest, "rows": rows}
