"""The runner: a lesson, or one exercise of it, played without a kernel."""

from __future__ import annotations

import pytest
from small_lesson import says

from staffroom.teaching import report
from staffroom.teaching.play import Bench, play, play_released


def test_the_reference_earns_every_point_and_the_blank_release_none(shops):
    played = play(shops)
    assert (played.points, played.max_points, played.others()) == (10, 10, [])
    blank = play_released(shops)
    assert blank.points == 0
    assert {ran.key for ran in blank.ran if ran.cell.kind == "test"} == {"unanswered"}


def test_a_replaced_answer_fails_with_its_message_and_harms_no_other(shops):
    played = play(
        shops, {"shop_share": "def shop_share(lines):\n    return lines.groupby('shop')['paid_eur'].sum()"}
    )
    told = played.failure("shop_share")
    assert told.key == "not-divided" and "A share is a part of 1." in told.message
    assert played.points == 6 and played.failure("mean_basket") is None
    with pytest.raises(KeyError, match="no_such"):
        play(shops, {"no_such": "1"})


@pytest.mark.slow
def test_the_bench_says_what_the_whole_lesson_says(shops):
    from staffroom.teaching import answers

    for exercise in shops.exercises():
        bench = Bench(shops, exercise.name)
        assert bench.outcome() == "passed"
        for answer in [*answers.wrong(shops, exercise.name), *answers.right(shops, exercise.name)]:
            failure = play(shops, {exercise.name: answer.source}).failure(exercise.name)
            assert bench.outcome(answer.source) == (failure.key if failure else "passed")


def test_the_bench_runs_only_what_is_needed(shops):
    cells = [shops.cells[i] for i in Bench(shops, "shop_share").cells()]
    assert [cell.kind for cell in cells] == ["code", "answer", "test"]
    assert "import pandas" in cells[0].source


def test_an_answer_that_spoils_its_table_spoils_nothing_for_the_next(faulty):
    lesson = faulty("    per_shop = lines.", "    till.loc[:, 'paid_eur'] = 0.0\n    per_shop = lines.")
    lesson = faulty(
        'check.call(shop_share, "shop_share", page)',
        'check.call(shop_share, "shop_share", page.assign(x=till.paid_eur.sum()))',
    )
    bench = Bench(lesson, "shop_share")
    assert bench.outcome() == "passed"
    bench._set_back(bench._done)
    assert bench._namespace["till"]["paid_eur"].sum() == 21


def test_a_broken_or_endless_answer_is_an_outcome_like_any_other(shops, monkeypatch):
    from staffroom.teaching import play as stage

    own_run, endless = stage.run, "while True:\n    pass"

    def run(cell, source, namespace, kept=None):
        monkeypatch.setattr(stage, "PATIENCE", 0.3 if source == endless else 600)
        return own_run(cell, source, namespace, kept)

    monkeypatch.setattr(stage, "run", run)
    bench = Bench(shops, "shop_share")
    assert bench.outcome("def shop_share(lines) return 1") == "!NameError"
    if hasattr(stage.signal, "SIGALRM"):
        assert bench.outcome(endless) == "!NameError"
        assert bench.attempt(endless)[0].key == "!TimeoutError"
    assert bench.outcome() == "passed"


def test_warnings_and_print_are_kept_and_not_shown(faulty, capsys):
    lesson = faulty("by_shop\n\n", 'by_shop\nimport warnings\nwarnings.warn("old")\nprint("hello")\n\n')
    played = play(lesson)
    ran = next(ran for ran in played.ran if ran.warnings)
    assert ran.warnings == ("UserWarning: old",) and ran.printed == "hello\n"
    assert capsys.readouterr().out == ""
    assert any(
        "warns: UserWarning: old" in what for what in says(report.RUNNING["reference"](lesson, [None]))
    )


def test_a_lesson_that_does_not_run_or_lacks_points_is_found(faulty):
    found = says(report.RUNNING["reference"](faulty("by_shop\n\n", "by_shop / nothing\n\n"), [None]))
    assert any("NameError" in what for what in found)
    lesson = faulty("    return per_shop / per_shop.sum()", "    return per_shop")
    assert any("not-divided" in what for what in says(report.RUNNING["reference"](lesson, [None])))


@pytest.mark.parametrize(
    ("source", "needed"),
    [
        ("x = y\nz = x", "y"),
        ("x = x + 1", "x"),
        ("x += 1", "x"),
        ("for i, j in pairs:\n    k = i\n    use(k, j)", "pairs use"),
        ("import pandas as pd\npd.concat(parts)", "parts"),
        ("def f(a):\n    return a + g(b)\nb = 1", "g"),
        ("def f(a=d):\n    def h():\n        return a + c\n    return h", "c d"),
        ("[n * m for n in numbers if n]", "m numbers"),
        ("with open(place) as file:\n    file.read()", "place"),
        ("try:\n    a = b\nexcept ValueError as error:\n    print(error)", "b"),
        ("key = lambda row: row[column]", "column"),
        ("answer.update(a=1)\nlen(answer)", "answer"),
        ("not a cell", ""),
    ],
)
def test_a_cell_needs_the_names_that_it_does_not_bind(source, needed):
    from staffroom.teaching.code import names

    assert names(source)[1] == set(needed.split())


def test_a_play_leaves_nothing_behind(faulty):
    import os

    import matplotlib

    from classroom.study.place import lesson_here

    look, around, lesson = matplotlib.rcParams["axes.grid"], dict(os.environ), lesson_here()
    played = play(faulty("by_shop\n\n", "figures.theme()\nby_shop\n\n"), company="nowhere")
    assert played.points == 10
    assert (matplotlib.rcParams["axes.grid"], dict(os.environ), lesson_here()) == (look, around, lesson)
