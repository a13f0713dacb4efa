"""One digest everywhere: the same decisions on the same company give the same bytes on every machine.

With NumPy and without it, on ARM, and in WebAssembly (in Node here, in Chromium in
`tests/browser/test_play_in_browser.py`).
"""

from __future__ import annotations

import ast
import json
import math
import shutil
import subprocess
import sys
from dataclasses import fields, replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from machines import DIGEST, PLAYS, ROOT, arm, company_file, laid_out, plan, pyodide

from generator import maths
from generator.play import company_data, company_from, decision_of, digest_of, elementary, run
from generator.play.claims import Claims
from generator.play.game import Game
from generator.play.normal import normal_cdf
from generator.play.plain import Plain, Row
from generator.policy import Decision, decisions
from generator.policy.drawn import drawn_policies
from generator.scenario import read_scenario
from generator.simulate import Game as PeoplesGame
from generator.simulate import people_of
from generator.simulate.vectors import Vectors

ROOM = ROOT / "generator" / "play"
SETTINGS = settings(max_examples=50, deadline=None, derandomize=True)


@cache
def recorded():
    """The recorded company with NumPy and in plain Python."""
    return Game(company_from(company_file(), Vectors())), Game(company_from(company_file()))


@cache
def of_people(scenario):
    """A company of today with its people, and in plain Python, by way of its file."""
    game = PeoplesGame(people_of(read_scenario(scenario), 11, 60, 8))
    text = json.dumps(company_data(game.company), allow_nan=False)
    return game, Game(company_from(json.loads(text)))


# One arithmetic.


def test_a_recorded_game_is_the_same_with_numpy_and_without():
    fast, plain = (run(game, plan()) for game in recorded())
    assert fast == plain  # every number, to the bit
    assert digest_of(fast) == digest_of(plain) == DIGEST


@pytest.mark.parametrize("scenario", ["fernhill", "commodity", "subscription"])
def test_policies_by_lot_show_the_same_with_numpy_and_without(scenario):
    fast, plain = of_people(scenario)
    drawn = decisions(drawn_policies(fast.scenario, 1, 5)[0], fast.scenario, 3)
    assert run(fast, drawn) == run(plain, drawn)
    (value, profits), (other, others) = fast.value(drawn), plain.value(drawn)
    assert value == other and profits.tolist() == list(others)


def test_the_recorded_game_moves_every_lever():
    usual = recorded()[0].usual
    for field in fields(Decision):
        assert {getattr(one, field.name) for one in plan()} - {getattr(usual, field.name)}, field.name
    assert {one.whom for one in plan()} == {"nobody", "random", "risk", "lift", "lift_value"}
    assert {one.rival for one in plan()} == {"hold", "match", "targeted"}


def test_a_digest_sees_a_cent():
    found = run(recorded()[0], plan())
    last = found.quarters[-1]
    dearer = replace(last, ledger=replace(last.ledger, lamps=last.ledger.lamps + 1))
    assert digest_of(replace(found, quarters=[*found.quarters[:-1], dearer])) != digest_of(found)


def test_a_decision_is_the_same_whether_it_says_12_or_12_point_0():
    said = vars(plan()[5]) | {"spend": [4, 4.0, 0, 1, 1, 1], "contacts": 12}
    one, other = (
        decision_of(said),
        decision_of(said | {"spend": (4.0, 4, 0.0, 1.0, 1.0, 1), "contacts": 12.0}),
    )
    assert repr(one) == repr(other) and type(one.stage) is int and one.limit_eur == 250.0
    whole = replace(one, contacts=12)
    game = recorded()[0]
    assert digest_of(run(game, [whole])) == digest_of(run(game, [one]))


def test_a_company_comes_back_from_its_file_as_it_was():
    game, plain = of_people("fernhill")
    assert company_data(plain.company) == json.loads(json.dumps(company_data(game.company)))
    with pytest.raises(ValueError, match="format 0"):
        company_from({"format": 0})


# Its parts.

numbers = st.integers(-(10**12), 10**12).map(lambda n: n / 1e6)


@SETTINGS
@given(x=st.lists(st.floats(-800.0, 800.0), min_size=1, max_size=20))
def test_exponentials_of_single_numbers_are_those_of_arrays(x):
    assert [elementary.exp(one) for one in x] == maths.exp(np.array(x)).tolist()
    assert all(math.isclose(elementary.exp(one), math.exp(one), rel_tol=1e-15) for one in x if abs(one) < 700)


@SETTINGS
@given(x=st.lists(st.floats(2.3e-308, 1e300, allow_subnormal=False), min_size=1, max_size=20))
def test_logarithms_of_single_numbers_are_those_of_arrays(x):
    assert [elementary.log(one) for one in x] == maths.log(np.array(x)).tolist()


@SETTINGS
@given(pairs=st.lists(st.tuples(numbers, numbers, st.integers(0, 3)), min_size=1, max_size=30))
def test_both_vocabularies_say_the_same(pairs):
    found = []
    for words in (Vectors(), Plain()):
        a, b = words.row([p for p, _, _ in pairs]), words.row([q for _, q, _ in pairs])
        groups, there = words.index([k for _, _, k in pairs]), words.where(a == 0.0, 1.0, a)
        order = words.highest_first(a, b > 0.0)
        crossed, few = words.outer(a[:2], b), words.row([-10.0, 0.0, 10.0])
        rows = [
            a + b, a - b, a * b, b / there, -a, 2.0 - a, 3.0 / there, a + 1, a / 3.0,
            words.minimum(a, b), words.maximum(a, 0.0), words.where(a >= b, a, 0.5), words.where(a < b, b, a),
            words.exp(a * 1e-4), *words.exps([a * 1e-5, b * 1e-5]), words.running(a),
            words.joined([a, b[:1]]), words.taken(a, order), words.placed(len(a), order, b[: len(order)]),
            crossed, words.by_piece(crossed, len(b)), words.below(b, few), order,
        ]  # fmt: skip
        single = [words.total(a), words.total(a[:0]), words.by_group(groups, b, 4)]
        found.append([words.listed(row) for row in rows] + single)
    assert found[0] == found[1]


def test_rows_of_two_lengths_do_not_go_together():
    row = Row([1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match="3 and 2"):
        row * Row([1.0, 2.0])
    with pytest.raises(ValueError, match="do not fit"):
        row[1:] = Row([1.0])


def test_the_normal_distribution_is_that_of_the_generator():
    z = np.linspace(-9.0, 9.0, 3_001)
    assert np.abs(normal_cdf(Vectors(), z) - maths.normal_cdf(z)).max() < 1e-9
    exact = [0.5 * math.erfc(-one / math.sqrt(2.0)) for one in z.tolist()]
    assert np.abs(normal_cdf(Vectors(), z) - exact).max() < 1e-14


def test_claims_end_as_a_mean_over_claims_and_order_values():
    """Point by point, as it is defined; the engine takes sums of what lies below a limit instead."""
    game = of_people("fernhill")[0]
    claims, rules = Claims(game.company), game.scenario.service.claims
    size = 1.0 - np.log(1.0 - (np.arange(128) + 0.5) / 128) * rules.mean_eur
    values = game.people.scales.values
    for limit in (0.0, 12.0, 60.0):
        amount = size + rules.generosity * np.maximum(limit - size, 0.0)
        chance = np.where(size <= limit, 1.0, rules.granted_later)
        paid = (np.minimum(amount[None, :, None], values[:, None, :]).mean(axis=2) * chance).mean(axis=1)
        found = claims.refunds(limit)
        assert found.settled == (size <= limit).mean()
        assert np.allclose(found.goodwill, paid, rtol=1e-12)
    ends = claims.refunds(12.0)
    own = np.interp(game.people.rows.log_scale, game.people.scales.logs, ends.goodwill)
    assert np.allclose(claims.at_own_scale(ends.goodwill), own, rtol=1e-12)


# The room.


def test_the_room_of_play_needs_nothing_but_the_standard_library_and_itself():
    for path in sorted(ROOM.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                known = name.split(".")[0] in sys.stdlib_module_names
                assert known or name.startswith("generator.play"), f"{path.name} imports {name}"


#: Of the module `math`, what is exact or rounded correctly everywhere.
EXACT = {"frexp", "ldexp", "sqrt", "factorial", "floor"}


def test_play_reckons_with_nothing_that_machines_round_each_in_their_way():
    """No power, no `sum` (newer Pythons correct it as they go), no function of the platform's library."""
    for path in sorted(ROOM.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            where = f"{path.name}:{getattr(node, 'lineno', 0)}"
            assert not isinstance(node, ast.Pow), f"{path.name} takes a power"
            if isinstance(node, ast.Name):
                assert node.id not in {"sum", "pow"}, f"{where} calls {node.id}"
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id == "math"
            ):
                assert node.attr in EXACT, f"{where} takes math.{node.attr}"


# Other machines.


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return laid_out(tmp_path_factory.mktemp("recorded"))


def played(command, script: Path, said: str = ""):
    script.write_text(said, encoding="utf-8")
    done = subprocess.run([*command, str(script)], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.split()


def test_a_bare_python_plays_it_from_the_folder_alone(folder, tmp_path):
    """Without this environment's packages, and so without NumPy."""
    said = f"folder = {str(folder)!r}\n{PLAYS}\nprint(answer)"
    answer = played([sys.executable, "-I", "-S"], tmp_path / "play.py", said)
    assert answer[1:] == [DIGEST]


@pytest.mark.slow
def test_arm_gives_the_same_digest(folder, tmp_path, pytestconfig):
    said = f"folder = {str(folder)!r}\n{PLAYS}\nprint(answer)"
    assert played(arm(pytestconfig), tmp_path / "play.py", said) == ["aarch64", DIGEST]


@pytest.mark.slow
def test_webassembly_gives_the_same_digest(folder, tmp_path, pytestconfig):
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node on this machine")
    package = pyodide(pytestconfig)
    said = f"""
import {{ loadPyodide }} from {json.dumps((package / "pyodide.mjs").as_uri())};
const python = await loadPyodide({{ indexURL: {json.dumps(f"{package}/")} }});
python.FS.mkdir("/recorded");
python.FS.mount(python.FS.filesystems.NODEFS, {{ root: {json.dumps(str(folder))} }}, "/recorded");
python.globals.set("folder", "/recorded");
python.runPython({json.dumps(PLAYS)});
console.log(python.globals.get("answer"));
"""
    assert played([node], tmp_path / "play.mjs", said) == ["wasm32", DIGEST]
