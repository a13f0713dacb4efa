"""Each measure that reads a lesson finds nothing in the small one, and the fault that is put into it."""

from __future__ import annotations

import pytest
import yaml
from small_lesson import FIXTURES

from staffroom.teaching import report

FAULTS = yaml.safe_load((FIXTURES / "faults.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("measure", report.READING)
def test_nothing_is_found_in_a_lesson_that_meets_the_bar(shops, measure):
    result = report.READING[measure](shops)
    assert [str(finding) for finding in result.findings] == []
    assert result.passed and result.as_dict()["passed"]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault['measure']}: {fault['says']}")
def test_a_fault_is_found_and_named(faulty, fault):
    result = report.READING[fault["measure"]](faulty(fault["old"], fault["new"]))
    assert not result.passed
    assert any(fault["says"] in finding.what for finding in result.findings), result.findings


def test_a_finding_names_its_cell_and_line(faulty):
    lesson = faulty("# Write to Mina.", "# Simply write to Mina.")
    finding = report.READING["readability"](lesson).findings[0]
    memo = next(cell for cell in lesson.cells if cell.kind == "written")
    assert (finding.line, finding.cell) == (memo.line_no, lesson.cells.index(memo) + 1)
    assert str(finding).startswith(f"98_two_shops:{memo.line_no} (cell ")


def test_a_table_must_stand_near_a_figure(faulty):
    assert report.READING["access"](faulty("by_shop\n\n# %%\nax =", "\n# %%\nax =")).findings
    assert report.READING["access"](faulty('North brings a little more",', 'North", table=by_shop,')).passed


def test_help_must_begin_somewhere(faulty):
    given = '    sums = lines.groupby(["shop", "order_id"])["paid_eur"].sum()\n'
    faulty(f"{given}    ### BEGIN SOLUTION\n", f"    ### BEGIN SOLUTION\n{given}")
    assert report.READING["fading"](faulty("Now write", "Now, write")).passed  # the puzzle is there
    lesson = faulty(
        'answer = ...\n### BEGIN SOLUTION\nanswer = "AB"\n### END SOLUTION\nstudy.order', "study.order"
    )
    lesson = faulty("[puzzle] baskets minutes=8", "")
    assert "no help fades" in report.READING["fading"](lesson).findings[0].what


def test_a_term_of_a_later_lesson_is_not_used(faulty):
    lesson = faulty("# Write to Mina.", "# Write to Mina about customer equity.")
    later = lesson.path.parent.parent / "99_later" / "99_later.py"
    later.parent.mkdir()
    later.write_text(
        "# ---\n# title: Later\n# glossary: {customer equity: Value.}\n# ---\n# %%\n1\n", encoding="utf-8"
    )
    found = report.READING["terms"](lesson).findings
    assert [f.what for f in found] == ["'customer equity' is only introduced in a later lesson"]


def test_a_header_of_known_functions_is_believed(faulty):
    faulty('sums.groupby("shop").mean()', 'np.mean(sums.groupby("shop"))')
    lesson = faulty("# needs: []", "# needs: []\n# functions: [np.mean]")
    assert report.READING["functions"](lesson).passed


def test_an_allowed_number_says_why(faulty):
    lesson = faulty("### END HIDDEN", "assert want.sum() < 365.25  # allowed: days in a year\n### END HIDDEN")
    assert report.READING["literals"](lesson).passed


@pytest.mark.parametrize(
    ("said", "change"),
    [
        ("there are no hints", lambda e: e.pop("shop_share")),
        ("hint 3 tells no more", lambda e: e["shop_share"].update(concept="Use groupby, then sum.")),
        ("of the solution's names", lambda e: e["shop_share"]["twin"].update(why="per_shop, paid_eur")),
        (
            "lines of the solution",
            lambda e: e["shop_share"]["twin"].update(
                solution="per_shop=lines.groupby('shop')['paid_eur'].sum()\nreturn per_shop / per_shop.sum()"
            ),
        ),
    ],
)  # fmt: skip
def test_a_ladder_that_does_not_climb_is_found(shops, tmp_path, monkeypatch, said, change):
    import yaml

    from classroom.lessons import bank

    content = yaml.safe_load((bank.FOLDER / "98_two_shops" / bank.HELP).read_text(encoding="utf-8"))
    change(content["exercises"])
    (tmp_path / "98_two_shops").mkdir()
    (tmp_path / "98_two_shops" / bank.HELP).write_text(yaml.safe_dump(content), encoding="utf-8")
    monkeypatch.setattr(bank, "FOLDER", tmp_path)
    bank.forget()
    found = report.READING["hints"](shops).findings
    assert any(said in finding.what for finding in found), [f.what for f in found]
