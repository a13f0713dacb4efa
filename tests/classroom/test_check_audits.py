"""Audits: how a report is drawn up, and what a table of verdicts earns."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom import check
from classroom.check import reports
from classroom.check.audits import PARTS, Row, read_rows, share
from classroom.check.kinds import KINDS, LETTERS, table
from classroom.check.mistakes import Mistake
from classroom.check.reports import Figure, Flaw, Sentence, audit_from, drawn_up
from generator.errors import UserError

#: Sentence → its right figure, and what it is multiplied by for each flaw, by kind.
FIGURES: dict[str, tuple[float, dict[str, float]]] = {
    "gain": (100.0, {"d": 2.0, "a": 0.5}),
    "cost": (60.0, {"e": 2.5, "g": 0.8}),
    "one": (10.0, {"a": 1.5, "b": 0.2}),
    "two": (20.0, {"b": 1.5, "c": 0.2}),
    "three": (30.0, {"c": 1.5, "d": 0.2}),
    "four": (40.0, {"f": 1.5, "l": 0.2}),
    "five": (50.0, {"g": 1.5, "h": 0.2}),
    "odd": (95.0, {"l": 0.5}),
    "queer": (85.0, {"h": 0.5}),
}


def figure_of(name: str, by: float = 1.0) -> Any:
    return lambda facts: facts[name] * by


def made(**changes: Any) -> dict[str, Any]:
    """The names of an author's file."""
    sentences = tuple(
        Sentence(
            name,
            (f"The {name} is {{}}.", f"{{}} is the {name}."),
            figure_of(name),
            tuple(Flaw(kind, figure_of(name, by), f"Why {name} {kind}.") for kind, by in flaws.items()),
            surprises=name in ("odd", "queer"),
            why="It only looks so.",
        )
        for name, (_, flaws) in FIGURES.items()
    )
    names: dict[str, Any] = {
        "SENTENCES": sentences,
        "facts": lambda company: {name: right for name, (right, _) in FIGURES.items()},
        "rule": lambda gain, cost: "go" if gain > cost else "stop",
        "RECOMMENDS": {"go": "Go on.", "stop": "Stop."},
        "OPENING": "To the board.",
        "RULE": "Go on if the gain is more than the cost.",
    }
    return names | changes


AUDIT = audit_from(made())
FOUND = reports.figures(AUDIT, {}, strictly=True)
MANY = [drawn_up(AUDIT, FOUND, "many", n) for n in range(200)]


def said(report: reports.Report, change: Any = None) -> dict[int, Row]:
    rows = report.answer() if change is None else [change(list(row)) for row in report.answer()]
    return read_rows(rows, "board", len(report.lines))


class TestReports:
    def test_each_has_its_flaws_its_controls_and_what_the_rule_needs(self):
        for report in MANY:
            names = [line.sentence.name for line in report.lines]
            assert len(set(names)) == reports.SIZE and {"gain", "cost"} <= set(names)
            assert len(report.flawed) in reports.FLAWS
            assert sum(line.is_control for line in report.lines) in reports.CONTROLS
            kinds = [line.flaw.kind for line in report.flawed]
            assert len(set(kinds)) == len(kinds)
            assert any(line.sentence.name in AUDIT.ruled for line in report.flawed)

    def test_the_same_words_give_the_same_report_and_others_another(self):
        texts = [report.prose() for report in MANY]
        assert texts == [drawn_up(AUDIT, FOUND, "many", n).prose() for n in range(200)]
        assert len(set(texts)) == len(texts)

    def test_its_text_shows_the_flawed_figure_and_not_the_right_one(self):
        for report in MANY[:20]:
            for line in report.lines:
                right, flaws = FIGURES[line.sentence.name]
                by = flaws[line.flaw.kind] if line.flaw else 1.0
                assert line.right == right and line.shown == round(right * by)
                assert f"{right * by:,.0f}" in line.text and line.text in report.prose()
            assert AUDIT.recommends[report.recommended] in report.prose()

    def test_severity_follows_from_the_rule(self):
        seen = set()
        for report in MANY:
            shown = {line.sentence.name: line.shown for line in report.lines}
            for line in report.flawed:
                name = line.sentence.name
                if name not in ("gain", "cost"):
                    assert line.severity == "cosmetic"
                else:
                    mended = {**shown, name: line.right}
                    turns = (mended["gain"] > mended["cost"]) != (shown["gain"] > shown["cost"])
                    assert line.severity == ("fatal" if turns else "material")
                seen.add(line.severity)
        assert seen == set(reports.SEVERITIES)

    def test_a_flaw_that_hardly_shows_is_not_used(self):
        near = FOUND | {"one": Figure(10.0, (10.9, 9.1)), "two": Figure(20.0, (math.nan, math.inf))}
        fit = reports.usable(AUDIT, near)
        assert fit["one"] == () and fit["two"] == () and fit["three"] == (0, 1)

    def test_a_figure_that_cannot_be_worked_out_is_not_used(self):
        audit = audit_from(made(facts=lambda company: {n: r for n, (r, _) in FIGURES.items() if n != "one"}))
        found = reports.figures(audit, {})
        assert "one" not in reports.usable(audit, found)
        assert all(line.sentence.name != "one" for n in range(50) for line in drawn_up(audit, found, n).lines)
        with pytest.raises(KeyError):
            reports.figures(audit, {}, strictly=True)
        with pytest.raises(UserError, match="the rule needs the figure of `cost`"):
            drawn_up(audit, found | {"cost": Figure(math.nan, (1.0, 1.0))}, "x")
        few = {
            name: Figure(math.nan, figure.wrong) if name in ("two", "odd") else figure
            for name, figure in found.items()
        }
        with pytest.raises(UserError, match="only 6 sentences"):
            drawn_up(audit, few, "x")

    def test_a_severity_that_hangs_on_the_last_digits_is_not_asked_for(self):
        found = FOUND | {"gain": Figure(100.0, (200.0, 50.0)), "cost": Figure(99.5, (150.0, 48.0))}
        for n in range(100):
            for line in drawn_up(AUDIT, found, n).flawed:
                assert line.sentence.name != "gain" or line.severity

    @pytest.mark.parametrize(
        ("changes", "says"),
        [
            ({"SENTENCES": (*AUDIT.sentences, AUDIT.sentences[0])}, "`gain` is there twice"),
            ({"rule": lambda gain, loss: "go"}, "the rule uses `loss`"),
            ({"rule": lambda odd: "go"}, "cannot be one that surprises"),
            ({"SENTENCES": (Sentence("gain", "No gap.", figure_of("gain")),)}, "the rule uses `cost`"),
            (
                {"SENTENCES": (Sentence("gain", "No gap.", figure_of("gain")),), "rule": lambda gain: "go"},
                "needs one gap",
            ),
            (
                {"SENTENCES": (Sentence("x", "{}", figure_of("x"), surprises=True),), "rule": lambda: "go"},
                "surprises, and has no `why`",
            ),
            (
                {"SENTENCES": (Sentence("x", "{}", abs, (Flaw("a", abs, " "),)),), "rule": lambda: "go"},
                "has no `why`",
            ),
            (
                {"SENTENCES": (Sentence("x", "{}", abs, (Flaw("", abs, "y"),)),), "rule": lambda: "go"},
                "which is none",
            ),
        ],
    )
    def test_faults_of_an_author(self, changes, says):
        with pytest.raises(UserError, match=says):
            audit_from(made(**changes))


class TestWhatIsEarned:
    def test_the_key_earns_all_and_the_same_for_all_earns_nothing(self):
        for report in MANY:
            assert share(report, said(report)) == pytest.approx(1)
            for verdict in ("right", "wrong", ...):
                assert share(report, said(report, lambda row, v=verdict: [row[0], v, ..., ..., ...])) == 0

    def test_each_part_counts_for_itself_once_kind_or_figure_is_right(self):
        verdict, kind, severity, figure = PARTS
        for report in MANY[:50]:

            def kept(*parts):
                return lambda row: [
                    part if n < 2 or n in parts or row[1] == "right" else ... for n, part in enumerate(row)
                ]

            assert share(report, said(report, kept(2))) == pytest.approx(verdict + kind)
            assert share(report, said(report, kept(4))) == pytest.approx(verdict + figure)
            assert share(report, said(report, kept(2, 3))) == pytest.approx(verdict + kind + severity)
            assert share(report, said(report, kept(3))) == 0
        assert sum(PARTS) == pytest.approx(1)

    @pytest.mark.parametrize("nothing", ["-", "–", " n/a ", "None", "", None, ..., math.nan])
    def test_whatever_says_nothing_is_read_as_nothing(self, nothing):
        assert read_rows([[1, nothing, nothing, nothing, nothing]], "board", 1) == {1: Row()}
        assert read_rows([[1, "wrong", "c", nothing, nothing]], "board", 1) == {1: Row("wrong", "c")}

    def test_of_a_right_sentence_only_the_verdict_is_read(self):
        row = read_rows([[1, "right", "zzz", "fatal", "no idea"]], "board", 1)[1]
        assert row.verdict == "right" and not row.trouble
        assert read_rows([[1, "wrong", "zzz", "fatal", 3]], "board", 1)[1].trouble

    def test_a_false_alarm_costs_as_much_as_a_miss(self):
        for report in MANY[:50]:
            wrong = [n for n, line in enumerate(report.lines, 1) if line.flaw]
            right = [n for n, line in enumerate(report.lines, 1) if not line.flaw]
            missed = said(report, lambda row, n=wrong[0]: row if row[0] != n else [row[0], "right"])
            alarm = said(report, lambda row, n=right[0]: row if row[0] != n else [row[0], "wrong", "a"])
            assert share(report, missed) == pytest.approx(share(report, alarm))
            assert share(report, missed) == pytest.approx(1 - 1 / len(wrong))

    def test_an_empty_place_costs_nothing(self):
        for report in MANY[:20]:
            assert share(report, said(report, lambda row: row if row[1] == "wrong" else [row[0], ...])) == 1

    @pytest.mark.parametrize(
        ("by", "counts"), [(1.0, True), (1.019, True), (0.981, True), (1.06, False), (-1, False)]
    )
    def test_how_near_a_figure_must_be(self, by, counts):
        """To two parts of a hundred, or to what the report shows."""
        for report in MANY[:20]:
            found = share(report, said(report, lambda row: [*row[:2], ..., ..., row[4] and row[4] * by]))
            assert (found > 0) == counts

    def test_one_of_several_fair_kinds_will_do(self):
        line = next(line for line in MANY[0].lines if line.flaw)
        fair = reports.Line(line.sentence, "", line.shown, line.right, Flaw("ab", abs, "why"), "cosmetic")
        report = reports.Report((fair,), "go", "go", AUDIT)
        for letter, counts in (("a", True), ("b", True), ("c", False), ("ab", False)):
            read = read_rows([[1, "wrong", letter, ..., ...]], "board", 1)
            assert (share(report, read) > 0) == counts

    @given(
        st.lists(
            st.lists(st.one_of(st.none(), st.text(), st.floats(), st.integers(), st.booleans()), max_size=7)
        )
    )
    def test_whatever_is_handed_in_it_is_read(self, rows):
        try:
            read = read_rows(rows, "board", 7)
        except Mistake:
            return
        assert set(read) == set(range(1, 8))
        assert 0 <= share(MANY[0], read) <= 1


class TestWhatIsRead:
    ROW = (2, "wrong", "d", "fatal", 12.5)
    WANTED = Row("wrong", "d", "fatal", 12.5)
    COLUMNS = ("sentence", "verdict", "kind", "severity", "figure")

    @pytest.mark.parametrize(
        "given",
        [
            [list(ROW)],
            (ROW,),
            [dict(zip(COLUMNS, ROW, strict=True))],
            {2: ROW[1:]},
            pd.DataFrame([ROW], columns=COLUMNS),
            pd.DataFrame([ROW], columns=COLUMNS).set_index("sentence"),
            pd.DataFrame([ROW]),
            [[np.int64(2), " Wrong ", '"D"', "FATAL.", Decimal("12.5")], [3, ..., ..., ..., ...]],
            [["2", *ROW[1:]], list(ROW)],
            [[2.0, "wrong", "(d)", "fatal", np.float32(12.5)], [99, "wrong"], []],
        ],
    )
    def test_forms(self, given):
        read = read_rows(given, "board", 3)
        assert read[2] == self.WANTED and read[1].is_open and read[3].is_open

    def test_two_rows_that_say_something_count_neither(self):
        read = read_rows([list(self.ROW), [2, "right", ..., ..., ...]], "board", 3)
        assert read[2].is_open and "two rows" in read[2].trouble[0]

    @pytest.mark.parametrize("odd", ["yes", True, 3, ["wrong"], object()])
    def test_what_is_no_verdict_counts_as_none(self, odd):
        read = read_rows([[1, odd, "a", "fatal", 2]], "board", 3)
        assert read[1].is_open and "verdict" in read[1].trouble[0]

    @pytest.mark.parametrize("odd", [math.inf, 10**400, "12 euros", True, [1, 2], 1j])
    def test_what_is_no_number_counts_as_none(self, odd):
        read = read_rows([[1, "wrong", "a", "fatal", odd]], "board", 3)
        assert read[1].figure is None and "figure" in read[1].trouble[0]

    @pytest.mark.parametrize(
        "given", [3, "wrong", [1, 2], object(), [[1, "wrong"]] * 61, pd.DataFrame({"x": range(99)})]
    )
    def test_what_is_no_table(self, given):
        with pytest.raises(Mistake, match="row for each sentence"):
            read_rows(given, "board", 3)


class TestOnThePage:
    def rows(self, given, capsys) -> str:
        check.rows(given, "board", sentences=3)
        return capsys.readouterr().out

    @pytest.mark.parametrize("blank", [..., None, [[1, ..., ..., ..., ...], [2, ..., ..., ..., ...]]])
    def test_not_answered_yet(self, blank):
        with pytest.raises(Mistake) as found:
            check.rows(blank, "board", sentences=3)
        assert found.value.key == "unanswered"

    def test_it_says_what_is_noted_and_never_what_is_right(self, capsys):
        out = self.rows([[1, "wrong", "a", ..., 3.5], [2, "right", ..., ..., ...]], capsys)
        assert "2 of 3 sentences have a verdict. Still open: 3." in out and "feedback" in out

    def test_what_is_unfit_is_told(self, capsys):
        out = self.rows([[1, "wrong", "z", "awful", "much"], [2, "wrong"]], capsys)
        for words in (
            "the kind is “z”",
            "the severity is “awful”",
            "corrected figure is",
            "“wrong” earns nothing",
        ):
            assert words in out

    @pytest.mark.parametrize(
        ("row", "left"),
        [
            ([1, "wrong", "c", "cosmetic", ...], "Still missing: its right figure."),
            ([1, "wrong", "c", "cosmetic", None], "Still missing: its right figure."),
            ([1, "wrong", ..., "-", 3.5], "Still missing: its kind, its severity."),
            ([1, "wrong", "f", ..., 3.5], "Still missing: its severity."),
            (
                [1, "wrong", ..., "fatal", ...],
                "earns nothing by itself. Still missing: its kind, its right figure.",
            ),
        ],
    )
    def test_what_is_missing_behind_wrong_is_told(self, row, left, capsys):
        out = self.rows([row, [2, "right", ..., ..., ...], [3, ..., ..., ..., ...]], capsys)
        assert f"Sentence 1: {'“wrong”' if 'earns' in left else 'you call it wrong.'} {left}" in out
        assert "Sentence 2:" not in out and "Sentence 3:" not in out

    def test_nothing_is_missing_from_a_whole_row(self, capsys):
        assert "Sentence" not in self.rows([[1, "wrong", "c", "cosmetic", 0]], capsys)

    def test_a_letter_that_the_lesson_does_not_list_is_told(self, capsys):
        row = [[1, "wrong", "f", "fatal", 3.5]]
        assert "Sentence" not in self.rows(row, capsys)
        check.rows(row, "board", sentences=3, kinds="abcdeghil")
        out = capsys.readouterr().out
        assert "Sentence 1: the kind is “f”. Choose from: a, b, c, d, e, g, h, i, l." in out
        assert "Still missing" not in out
        check.rows([[1, "wrong", "z", "fatal", 3.5]], "board", sentences=3)
        assert "Choose from: a to l." in capsys.readouterr().out

    def test_what_stands_behind_right_is_told_to_count_for_nothing(self, capsys):
        out = self.rows([[1, "right", "a", "fatal", 3], [2, "right", ..., ..., ...]], capsys)
        assert "Sentence 1: you call it right, so its kind" in out and "Sentence 2:" not in out


def test_the_kinds_are_a_closed_list_in_order():
    assert "abcdefghijklmnopqrstuvwxyz".startswith(LETTERS) and len({kind.name for kind in KINDS}) == len(
        KINDS
    )
    assert all(f"| **{kind.letter}** | {kind.name} |" in table() for kind in KINDS)


def test_a_lesson_may_show_only_the_kinds_that_can_occur_in_it():
    assert [row[:8] for row in table("ga").splitlines()[2:]] == ["| **a** ", "| **g** "]
