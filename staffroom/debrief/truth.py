"""The company that a class shares, with its truth: made once more from what its manifest tells the grader."""

from __future__ import annotations

from pathlib import Path

from generator import Company, make_company
from generator.errors import UserError

#: Tables that show whether what was made again is this very company.
COMPARED = ("customers", "orders", "order_lines")


def with_truth(folder: Path) -> Company:
    """The company in a folder, with its truth.

    Raises `UserError` where the truth can neither be read nor made again: the company was carried on or
    damaged, or it comes from elsewhere or from another version of this program.
    """
    company = Company.open(folder)
    if company.truth.names:
        return company
    made = make_company(company.scenario, customers=company.manifest.customers, seed=company.seed, truth=True)
    for name in COMPARED:
        if name not in company.tables or not company.table(name).equals(made.table(name)):
            raise UserError(f"The company in {folder} cannot be made again, so that its truth is not known.")
    return made
