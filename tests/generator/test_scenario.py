"""Scenarios: presets are valid, bad ones are answered with file, line, place and range."""

import datetime as dt

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from soundness import assert_sound

from generator import Company, WrongUse, generate, make_company, read_scenario, validate
from generator.scenario import Scenario, preset_names
from generator.scenario.read import PRESETS

# Fernhill as one file of one's own: its subjects one after another.
SUBJECTS = sorted((PRESETS / "fernhill").glob("*.yaml"))
TEXT = "name: fernhill\ntitle: One file\n" + "\n".join(p.read_text(encoding="utf-8") for p in SUBJECTS)


@pytest.mark.parametrize("name", preset_names())
def test_presets_are_valid_and_named_like_their_files(name):
    assert read_scenario(name).name == name


@pytest.mark.parametrize("path", SUBJECTS, ids=lambda path: path.stem)
def test_each_number_of_the_presets_has_a_remark(path):
    """Every group of numbers in `fernhill` carries its source or reason."""
    text = path.read_text(encoding="utf-8")
    groups = [name for name, value in yaml.safe_load(text).items() if value and not isinstance(value, str)]
    lines = text.splitlines()
    starts = {name: next(k for k, line in enumerate(lines) if line.startswith(f"{name}:")) for name in groups}
    for name, start in starts.items():
        end = start + 1
        while end < len(lines) and (lines[end].startswith(" ") or not lines[end]):
            end += 1
        above = start
        while lines[above - 1].startswith("#"):
            above -= 1
        assert any("#" in line for line in lines[above:end]), name


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("seed", "seed", None),
        (
            "purchase: {r: 0.75,",
            "purchase: {r: -1,",
            r"purchase\.r: .*greater than or equal to 0\.1.*found -1",
        ),
        ("alpha: 14.0", "alpha: 0.001", r"purchase: .*at most 10; found 750"),
        ("growth_per_week: 0.0015", "growth_per_week: fast", r"growth_per_week: .*number.*'fast'"),
        ("  months: 36", "  months: 0", r"calendar\.months: .*greater than or equal to 1"),
        ("  hand_offs: 0.7", "  handoffs: 0.7", r"service\.hand"),
        ("name: fernhill", "name: [", "not valid YAML"),
        ("Hearth: 46, Brio: 20", "Hearth: 46", "must give a weight for each line"),
        ("month: 30", "month: 37", "lies after the last"),
        ("name: marketplace", "name: search", "channels: a name stands twice"),
    ],
)
def test_a_wrong_scenario_is_explained(tmp_path, old, new, says):
    path = tmp_path / "mine.yaml"
    path.write_text(TEXT.replace(old, new), encoding="utf-8")
    if says is None:
        assert read_scenario(path).name == "fernhill"
        return
    with pytest.raises(WrongUse, match=says) as caught:
        read_scenario(path)
    sentence = str(caught.value)
    assert "\n" not in sentence and "mine.yaml" in sentence and "line " in sentence


def test_the_line_is_that_of_the_mistake(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(TEXT.replace("  months: 36", "  months: 0"), encoding="utf-8")
    number = 1 + TEXT[: TEXT.index("  months: 36")].count("\n")
    with pytest.raises(WrongUse, match=f"line {number}:"):
        read_scenario(path)


def test_a_file_may_extend_a_preset_and_give_only_what_differs(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("extends: fernhill\nname: mine\nservice: {hand_offs: 1.5}\n", encoding="utf-8")
    mine, fernhill = read_scenario(path), read_scenario("fernhill")
    assert mine.service.hand_offs == 1.5
    changed = {"name": "mine", "service": fernhill.service.model_copy(update={"hand_offs": 1.5})}
    assert mine == fernhill.model_copy(update=changed)


def test_lists_are_replaced_and_files_beside_can_be_extended(tmp_path):
    (tmp_path / "base.yaml").write_text(TEXT, encoding="utf-8")
    path = tmp_path / "mine.yaml"
    path.write_text("extends: base.yaml\norders: {line_weights: [1]}\n", encoding="utf-8")
    assert read_scenario(path).orders.line_weights == [1.0]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "extends: fernhill\nservice: {hand_offs: 9}\n",
            r"mine\.yaml, line 2: service\.hand_offs: .*equal to 5",
        ),
        ("extends: nowhere\n", "There is no scenario `nowhere`"),
        ("extends: mine.yaml\n", "leads back"),
        ("name: mine\nextends: 7\n", r"line 2: `extends` takes"),
        ("extends: base.yaml\n", r"base\.yaml, line 1: purchase\.r: .*found -1"),
    ],
)
def test_what_is_wrong_in_a_file_that_extends_another(tmp_path, text, says):
    (tmp_path / "base.yaml").write_text("purchase: {r: -1}\nextends: fernhill\n", encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(WrongUse, match=says):
        read_scenario(tmp_path / "mine.yaml")


def test_names_and_files_that_do_not_exist(tmp_path):
    with pytest.raises(WrongUse, match="Did you mean `fernhill`"):
        read_scenario("fernhil")
    with pytest.raises(WrongUse, match="does not exist"):
        read_scenario(tmp_path / "none.yaml")
    (tmp_path / "latin.yaml").write_bytes("name: caf\xe9".encode("latin-1"))
    with pytest.raises(WrongUse, match="UTF-8"):
        read_scenario(tmp_path / "latin.yaml")


@pytest.mark.parametrize(("customers", "seed"), [(0, 1), (-5, 1), (10, -1), (10, 2**63)])
def test_absurd_sizes_and_seeds(customers, seed):
    with pytest.raises(WrongUse):
        make_company(customers=customers, seed=seed)


def fitted(data, months):
    """Scenario data whose dated events lie within so many months, as a scenario must have them."""
    for part in (data["price_trial"], data["market"]["same_day"], data["organisation"]["pilot"],
                 data["organisation"]["rating_bonus"]):  # fmt: skip
        part["month"] = min(part["month"], months)
    data["app"]["launch_month"] = min(data["app"]["launch_month"], months)
    return data


@settings(max_examples=15, deadline=None)
@given(
    customers=st.integers(1, 60),
    seed=st.integers(0, 2**62),
    months=st.integers(1, 30),
    growth=st.floats(-0.02, 0.05),
    r=st.floats(0.1, 5),
    s=st.floats(0.1, 5),
    ties=st.floats(-0.9, 0.9),
    stage=st.integers(0, 5),
)
def test_any_valid_scenario_makes_a_sound_company(customers, seed, months, growth, r, s, ties, stage):
    data = fitted(yaml.safe_load(TEXT), months)
    data["calendar"]["months"], data["growth_per_week"] = months, growth
    data["purchase"]["r"], data["dropout"]["s"] = r, s
    data["organisation"]["stage"] = stage
    data["ties"] |= {
        "rate_spend": ties,
        "cohort": ties,
        "satisfaction_dropout": ties,
        "satisfaction_return": ties,
    }
    assert_sound(make_company(Scenario.model_validate(data), customers=customers, seed=seed, truth=True))


@pytest.mark.slow
@settings(max_examples=20, deadline=None)
@given(
    name=st.sampled_from(preset_names()),
    customers=st.integers(1, 300),
    seed=st.integers(0, 2**62),
    share=st.floats(0.02, 1.6),
)
def test_every_preset_makes_a_sound_company_whenever_it_ends(name, customers, seed, share):
    calendar = read_scenario(name).calendar
    end = calendar.start + dt.timedelta(days=max(1, int(share * 30 * calendar.months)))
    assert_sound(make_company(name, customers=customers, seed=seed, until=end, truth=True))


@pytest.mark.parametrize(
    "start", ["1900-01-01", "1965-01-01", "1979-12-31", "2069-01-01", "2100-01-01", "9998-01-01"]
)
def test_a_start_that_cannot_be_told_is_refused_in_a_sentence(tmp_path, start):
    path = tmp_path / "odd.yaml"
    path.write_text(f"extends: fernhill\nname: odd\ncalendar:\n  start: {start}\n", encoding="utf-8")
    with pytest.raises(
        WrongUse, match=r"line 4: calendar\.start: must lie from 1980-01-01 to 2068-12-31"
    ) as caught:
        read_scenario(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("start", ["2023", "946684800", "1.5", "true"])
def test_a_number_is_no_start(tmp_path, start):
    path = tmp_path / "odd.yaml"
    path.write_text(f"extends: fernhill\nname: odd\ncalendar:\n  start: {start}\n", encoding="utf-8")
    with pytest.raises(WrongUse, match=r"calendar\.start: must be a date"):
        read_scenario(path)


@pytest.mark.parametrize(
    ("start", "until"),
    [
        ("1980-01-01", "1980-05-01"),
        ("2068-12-31", "2069-05-01"),
        pytest.param("1980-01-01", "2020-01-01", marks=pytest.mark.slow),
        pytest.param("2068-12-31", "2108-12-01", marks=pytest.mark.slow),
    ],
)
def test_a_company_at_the_edge_of_the_calendar_is_whole(tmp_path, start, until):
    data = read_scenario("fernhill").model_dump(mode="json")
    data["calendar"]["start"] = start
    data["demography"] |= {"youngest": 18, "oldest": 100}
    generate(tmp_path / "c", scenario=Scenario.model_validate(data), customers=40, seed=3, until=until)
    assert [fact.sentence for fact in validate(tmp_path / "c") if not fact.good] == []
    assert Company.open(tmp_path / "c").table("orders")["ordered_at"].max().year >= int(until[:4]) - 1
