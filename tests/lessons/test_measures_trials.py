"""Answers are tried once for all measures, alone or in processes of their own, with the same outcome."""

from __future__ import annotations

import multiprocessing
import os
import signal

import pytest

from generator.errors import UserError
from staffroom.teaching import crew, play, report, trials
from staffroom.teaching.kept import Kept
from staffroom.teaching.trials import Trials


@pytest.fixture
def attempts(monkeypatch):
    """Each answer that a bench tries, as (exercise, source)."""
    tried = []
    attempt = play.Bench.attempt

    def counted(self, source=None, **how):
        tried.append((self.exercise.name, source))
        return attempt(self, source, **how)

    monkeypatch.setattr(play.Bench, "attempt", counted)
    return tried


@pytest.mark.slow
def test_no_answer_is_tried_twice_however_many_measures_read_it(shops, attempts):
    found = list(report.results(shops, only=list(report.RUNNING)))
    assert all(result.passed for result in found)
    assert attempts and len(attempts) == len(set(attempts))


def test_what_was_tried_up_to_a_failure_is_tried_again_for_its_points(shops, attempts):
    ours = Trials(shops)
    ours.outcome("shop_share", "x = 1")
    ours.outcome("shop_share", "x = 1")
    assert len(attempts) == 1
    ours.attempt("shop_share", "x = 1")
    assert len(attempts) == 2


def test_exercises_that_are_not_named_are_left_alone(shops, attempts):
    found = list(report.results(shops, only=report.SINGLE, trials=Trials(shops, only=["shop_share"])))
    assert all(result.passed for result in found)
    assert {exercise for exercise, _ in attempts} == {"shop_share"}
    assert [result.value for result in found if result.measure == "literals"] == ["0 in 1 tests"]
    mutants = next(result for result in found if result.measure == "mutants")
    assert [note.split(":")[0] for note in mutants.notes] == ["shop_share"]


def test_a_tests_own_function_reckons_once_for_the_same_arguments(shops):
    kept = Kept()
    cell = next(cell for cell in shops.cells if cell.kind == "test")
    source = "def _double(numbers):\n    return [2 * n for n in numbers]\n\nout = _double(given)"
    space = play.fresh() | {"given": [1, 2]}
    for expected in ([2, 4], [2, 4]):
        assert play.run(cell, source, space, kept).passed and space["out"] == expected
        space["out"].append(0)  # whoever changes a result changes a copy
    assert len(kept._results.held()) == 1
    space["given"] = [1, 3]
    play.run(cell, source, space, kept)
    assert space["out"] == [2, 6]


def test_a_table_is_read_once_and_nobody_spoils_it(tmp_path):
    from classroom import data, load
    from generator import generate

    generate(out=tmp_path / "company", customers=40, seed=3, truth=False)
    reads, kept = [], Kept()
    before = data.Tables.__getitem__
    with pytest.MonkeyPatch.context() as patch:
        read = data._reading

        def noted(table_of, where):
            inner = read(table_of, where)
            return lambda table: reads.append(table) or inner(table)

        patch.setattr(data, "_reading", noted)
        for _ in range(2):
            with play.stage(tmp_path / "company", kept):
                orders = load("orders")
                assert orders["order_id"].notna().all()
                orders["order_id"] = None
    assert reads == ["orders"] and data.Tables.__getitem__ is before


# ------------------------------------------------------------------------------- processes of their own


def _start(word):
    def do(task):
        if task == "die":
            os.kill(os.getpid(), signal.SIGTERM)
        if task == "raise":
            raise UserError("This task says no.")
        return f"{word} {task}"

    return do


@pytest.mark.slow
def test_tasks_come_back_with_their_place_and_no_process_stays():
    got = dict(crew.deal(["a", "b", "c"], _start, ("did",), 2, home=len))
    assert got == {0: "did a", 1: "did b", 2: "did c"}
    assert multiprocessing.active_children() == []


@pytest.mark.slow
@pytest.mark.parametrize(("task", "said"), [("die", "was killed"), ("raise", "says no")])
def test_a_killed_process_or_a_failing_task_ends_it_in_one_sentence(task, said):
    with pytest.raises(UserError, match=said):
        list(crew.deal(["a", task, "b"], _start, ("did",), 2, home=len))
    assert multiprocessing.active_children() == []


@pytest.mark.slow
def test_a_reader_who_stops_leaves_no_process():
    dealt = crew.deal(["a", "b", "c"], _start, ("did",), 2, home=len)
    next(dealt)
    dealt.close()
    assert multiprocessing.active_children() == []


@pytest.mark.slow
def test_two_processes_find_what_one_finds(faulty):
    lesson = faulty("    return per_shop / per_shop.sum()", "    return per_shop")
    names = ["misconceptions", "alternatives", "mutants"]
    found = [
        [one.as_dict() for one in report.results(lesson, only=names, trials=Trials(lesson, workers=n))]
        for n in (1, 2)
    ]
    assert found[0] == found[1] and not all(one["passed"] for one in found[0])


def test_longer_batches_come_first_and_companies_one_after_the_other(shops, tmp_path):
    asks = [trials.Ask("shop_share", str(n), company) for n in range(3) for company in (None, tmp_path)]
    asks += [trials.Ask("mean_basket", "1"), trials.Ask("", trials.SOLVED)]
    batches = Trials(shops)._batches(asks)
    assert [(b[0].company, b[0].exercise, len(b)) for b in batches] == [
        (None, "", 1),
        (None, "shop_share", 3),
        (None, "mean_basket", 1),
        (tmp_path, "shop_share", 3),
    ]
