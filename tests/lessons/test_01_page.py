"""The page of lesson 01 agrees with itself."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from classroom import check, lessons, toys
from classroom.check.mistakes import Mistake
from classroom.study import rubric
from staffroom.lessons import reference
from staffroom.lessons.source import read_lesson

FOLDER = Path(__file__).parents[2] / "solutions" / "01_product_vs_customer"
LESSON = read_lesson(FOLDER / "01_product_vs_customer.py")


def prose() -> str:
    """All text that a student reads, in one line and without the marks of a quotation."""
    lines = [
        line.removeprefix(">") for cell in LESSON.cells if cell.is_prose for line in cell.source.split("\n")
    ]
    return " ".join(" ".join(lines).split())


def test_the_whole_page_reconciles():
    page = toys.page("01_product_vs_customer")
    lines, customers = page.right("line_pnl"), page.right("customer_pnl")
    costs = customers[["fulfilment_eur", "tickets_eur", "mailings_eur"]].sum().sum()
    assert lines["margin_eur"].sum() - costs == customers["profit_eur"].sum()
    pd.testing.assert_frame_equal(page["by_line"].set_index("line"), lines)
    pd.testing.assert_frame_equal(page["by_customer"].set_index("customer_id"), customers)
    assert 5 not in page["by_customer_without_eva"]["customer_id"].tolist()


def test_the_text_says_what_would_go_on_the_page():
    page = toys.page("01_product_vs_customer")
    goes, ledger = page.right("would_go"), page["ledger"]
    left = ledger.loc[goes.to_numpy(), "eur"].sum()
    assert f"{goes.sum()} of {len(ledger)} entries would go. They add up to {left:.0f} euros" in prose()


@pytest.mark.parametrize("exercise", ["whale_peak", "later_profit", "likely_range"])
def test_a_question_shows_the_call_on_the_page_that_works(exercise):
    """The page's tables have no row labels, and the function wants some: without them it may give 0."""
    page, right = toys.page("01_product_vs_customer"), getattr(reference.load(FOLDER), exercise)
    call = page.written_call(exercise).partition('toy = toys.page("01_product_vs_customer")\n')[2]
    call = call.replace("(\n    ", "(").replace("\n)", ")").replace("\n    ", " ")
    assert f"`{call}`" in prose()
    check.same(eval(call, {"toy": page, exercise: right}), page.right(exercise), exercise)


@pytest.mark.parametrize("exercise", ["reconcile", "whale_peak", "later_profit", "would_go", "likely_range"])
def test_a_result_that_is_written_into_the_code_fails_at_the_second_call(exercise):
    page = toys.page("01_product_vs_customer")
    with pytest.raises(Mistake, match="on a second call"):
        check.on_page(lambda *_: page.right(exercise), f"01/{exercise}")
    right = getattr(reference.load(FOLDER), exercise)
    check.on_page(right, f"01/{exercise}")


def test_what_goes_and_what_is_at_stake_have_no_entry_in_common():
    right, page = reference.load(FOLDER), toys.page("01_product_vs_customer")
    ledger, first = page["ledger"], page["first"].set_index("customer_id")
    rest = right.without(ledger, "Lumen")
    saved = right.saved_by_closing(ledger, "Lumen", ledger["booked_at"].min(), ledger["booked_at"].max())
    assert saved == rest["eur"].sum() - ledger["eur"].sum()
    # customer 21 bought a lamp with a pan later on: of her later profit only the lamp is not at stake
    later = right.left_within(ledger, first, 365)[21] - right.left_within(rest, first, 365)[21]
    assert later == ledger.loc[(ledger["order_id"] == 207) & (ledger["line"] == "Lumen"), "eur"].sum()


@pytest.mark.parametrize("sample", sorted((FOLDER / "samples").glob("*.md")), ids=lambda path: path.stem)
def test_a_sample_memo_is_read_whole_before_its_marks(sample):
    body = sample.read_text(encoding="utf-8").partition("are not yours.*")[2].partition("## Agreed marks")[0]
    memo, text = " ".join(body.split()), prose()
    assert memo in text
    assert text.index(memo) < text.index("The agreed marks")


def test_the_agreed_marks_and_their_reasons_are_those_of_the_samples():
    memos = lessons.read("01_product_vs_customer").samples
    for path in (FOLDER / "samples").glob("*.md"):
        sample, memo = rubric.read_sample(path), memos[path.stem]
        assert {row: (one.points, one.why) for row, one in memo.marks.items()} == sample.marks
        assert len(sample.marks) == 5 and memo.most == 3
        # told once they are marked, and nowhere in plain sight below the cell
        total = sum(points for points, _ in sample.marks.values())
        assert f"{total} of 15" not in prose() and f"{total} for memo" not in prose()
