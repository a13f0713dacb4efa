"""What customers write: themes and moods, words that follow from keys alone, English that can be read."""

import re

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import draws, text
from generator.business import texts
from generator.scenario import read_scenario
from generator.text import grammar, pieces
from generator.world import World


@pytest.fixture(scope="module")
def world():
    return World(read_scenario("fernhill"), 3, 1000)


def wanted(kind, count, seed=1):
    """Themes, sentiments, lines, second themes and keys of some texts, every mixture of them."""
    keys = draws.keys(seed, "texts of a test", np.arange(count))
    bits = draws.bits(keys, 1)
    names = text.themes(kind)
    theme = draws.slice16(bits, 0) * len(names) >> 16
    sentiment = draws.slice16(bits, 1) * len(text.SENTIMENTS) >> 16
    line = (draws.slice16(bits, 2) * 7 >> 16) - 1
    second = (draws.slice16(bits, 3) * len(names) >> 16) - 1
    return theme, sentiment, line, keys, np.where((second == theme) | (second == len(names) - 1), -1, second)


@pytest.mark.parametrize("kind", text.KINDS)
def test_a_text_is_a_function_of_its_own_row(world, kind):
    given = wanted(kind, 500)
    whole = text.compose(world, kind, *given)
    assert isinstance(whole, pa.StringArray)
    assert whole.null_count == 0
    for cut in (slice(0, 1), slice(100, 300), slice(499, 500), slice(7, 7)):
        assert text.compose(world, kind, *(part[cut] for part in given)).equals(whole[cut])
    backwards = text.compose(world, kind, *(part[::-1] for part in given))
    assert backwards.to_pylist() == whole.to_pylist()[::-1]
    other = text.compose(world, kind, *given[:3], given[3] + np.uint64(1), given[4])
    same = np.mean([a == b for a, b in zip(whole.to_pylist(), other.to_pylist(), strict=True)])
    assert same < 0.05


def test_texts_go_on_across_the_writer_s_pieces(world):
    from generator.text.writer import AT_ONCE

    given = wanted("post", AT_ONCE + 50)
    whole = text.compose(world, "post", *given)
    tail = text.compose(world, "post", *(part[AT_ONCE - 5 :] for part in given))
    assert whole[AT_ONCE - 5 :].equals(tail)


@pytest.mark.parametrize("kind", text.KINDS)
def test_texts_look_like_something_people_write(world, kind):
    found = text.compose(world, kind, *wanted(kind, 8_000)).to_pylist()
    lengths = np.array([len(t.split()) for t in found])
    assert lengths.max() <= 45
    assert np.quantile(lengths, 0.9) >= 2 * np.quantile(lengths, 0.1)
    for words in found:
        assert words == words.strip() != "", words
        assert "  " not in words and " ," not in words, words
        assert not re.search(r"[\[\]{}|*_]|\s[.?!,;]|[,;:][.?!]|\?\.", words), words
    begun = np.mean([words[0].islower() for words in found])
    rules = getattr(world.scenario.texts, kind)
    assert begun == pytest.approx(rules.casual_share, abs=0.5 * rules.casual_share + 0.03)


@pytest.mark.parametrize("kind", text.KINDS)
def test_most_texts_are_written_once(world, kind):
    for seed in (1, 2):
        keys = draws.keys(seed, "once", np.arange(10_000))
        score = draws.slice16(draws.bits(keys, 3), 0) * 11 >> 16
        mood = (score >> 1).clip(1, 5)
        sentiment = {
            "ticket": lambda keys=keys, mood=mood: text.sentiments_of_mood(world, mood, keys),
            "verbatim": lambda keys=keys, score=score: text.sentiments_of_score(world, score, keys),
            "post": lambda keys=keys: text.sentiments_of_posts(world, keys),
        }[kind]()
        theme = text.themes_of(world, kind, sentiment, keys)
        second = text.second_themes_of(world, kind, theme, sentiment, keys)
        line = draws.slice16(draws.bits(keys, 4), 0) * 6 >> 16
        found = text.compose(world, kind, theme, sentiment, line, keys, second)
        assert len(found.unique()) >= 9_500


def test_the_goods_are_those_of_the_line(world):
    nouns = grammar.read_pool("items")
    for position, line in enumerate(world.scenario.lines):
        theme, sentiment, _, keys, second = wanted("ticket", 2_000, seed=position)
        found = " ".join(
            text.compose(
                world, "ticket", theme, sentiment, np.full(2_000, position), keys, second
            ).to_pylist()
        ).lower()
        assert all(noun.lower() in found for noun in nouns[line.kind])
    kinds = [set(nouns[line.kind]) for line in world.scenario.lines]
    assert len(set.union(*kinds)) == sum(map(len, kinds))


def test_lines_and_topics_that_the_pools_do_not_know_are_written_in_general_words(world):
    scenario = world.scenario
    lines = [line.model_copy(update={"kind": "musical instruments"}) for line in scenario.lines]
    service = scenario.service.model_copy(update={"topics": {"tuning": 3, "delivery": 1}})
    strange = World(scenario.model_copy(update={"lines": lines, "service": service}), 3, 100)
    assert text.topic_codes(strange).tolist() == [
        text.themes("ticket").index(t) for t in ("other", "delivery")
    ]
    given = wanted("verbatim", 500)
    found = " ".join(text.compose(strange, "verbatim", *given).to_pylist()).lower()
    assert "saucepan" not in found and "product" in found


@pytest.mark.parametrize("kind", ["verbatim", "post"])
def test_themes_have_the_scenario_s_shares(world, kind):
    keys = draws.keys(1, "shares", np.arange(200_000))
    mix = getattr(world.scenario.texts, f"{kind}_themes")
    for sentiment, column in ((text.NEGATIVE, 0), (text.NEUTRAL, 1), (text.POSITIVE, 2), (text.MIXED, 0)):
        found = text.themes_of(world, kind, np.full(len(keys), sentiment), keys)
        weights = np.array([mix[theme][column] for theme in text.THEMES])
        shares = np.bincount(found, minlength=len(weights)) / len(keys)
        assert np.abs(shares - weights / weights.sum()).max() < 0.006


def test_moods_follow_scores_and_satisfaction(world):
    keys = draws.keys(2, "moods", np.arange(50_000))

    def shares(found):
        return np.bincount(found, minlength=4) / len(found)

    rules = world.scenario.texts
    groups = {"detractor": 6, "passive": 8, "promoter": 9}
    for group, score in groups.items():
        found = shares(text.sentiments_of_score(world, np.full(len(keys), score), keys))
        weights = np.array(rules.of_score[group])
        assert np.abs(found - weights / weights.sum()).max() < 0.01
    by_mood = [shares(text.sentiments_of_mood(world, np.full(len(keys), k), keys)) for k in range(1, 6)]
    negative, positive = np.array(by_mood)[:, text.NEGATIVE], np.array(by_mood)[:, text.POSITIVE]
    assert (np.diff(negative) < 0).all() and (np.diff(positive) > 0).all()
    outside = text.sentiments_of_mood(world, np.array([-3.0, 9.0]), keys[:2])
    assert outside.tolist() == text.sentiments_of_mood(world, np.array([1.0, 5.0]), keys[:2]).tolist()


def test_second_themes_are_others_and_none_where_there_is_no_first(world):
    keys = draws.keys(3, "second", np.arange(40_000))
    for kind in text.KINDS:
        sentiment = draws.slice16(draws.bits(keys, 1), 0) * 4 >> 16
        theme = text.themes_of(world, kind, sentiment, keys)
        second = text.second_themes_of(world, kind, theme, sentiment, keys)
        nothing = len(text.themes(kind)) - 1
        assert 0.02 < (second >= 0).mean() < 0.6
        assert not np.any(second == theme) and not np.any(second == nothing)
        assert (second[theme == nothing] == -1).all()
        if kind == "ticket":  # a ticket praises the shop or the thing, not another trouble
            assert (second[sentiment == text.MIXED] == -1).all()


def test_the_truth_about_tickets_speaks_of_the_themes_of_surveys(world):
    keys = draws.keys(4, "tickets", np.arange(3_000))
    topics = list(world.scenario.service.topics)
    topic = draws.slice16(draws.bits(keys, 1), 0) * len(topics) >> 16
    words, rows = texts.ticket_texts(world, keys, np.arange(1, 3_001), topic, np.full(3_000, 3.0), topic * 0)
    assert len(words) == 3_000
    expected = [text.THEMES.index(text.TOPIC_THEMES[topics[k]]) for k in topic]
    assert rows.theme.tolist() == expected
    assert (rows.second >= 0).any() and not np.any(rows.second == rows.theme)
    columns = texts.truth_texts(rows, rows)
    assert len(columns["text_id"]) == 6_000
    assert np.array_equal(columns["second_theme"].missing[:3_000], rows.second < 0)


@given(st.lists(st.booleans(), max_size=30))
def test_texts_are_scattered_over_the_rows_that_have_one(there):
    there = np.array(there, dtype=bool)
    words = pa.array([f"text {k}" for k in range(there.sum())], pa.string())
    column = texts.scattered(words, there)
    assert np.array_equal(np.asarray(column.is_valid()), there)
    assert column.drop_null().equals(words)


def test_every_cell_of_the_pools_is_filled():
    for kind in text.KINDS:
        made = pieces.pieces(kind, 0.0)
        cells = made.clauses.length.reshape(len(text.themes(kind)), len(pieces.MANNERS))
        assert cells.min() >= 2 * grammar.VARIANTS
        for part in (made.openers, made.closers):
            assert part.length.min() > 0
        assert made.joints.length.min() > 0


def test_patterns_are_expanded_as_they_are_written():
    assert set(grammar.expand("a [b|c [d|e]|] f", variants=200)) == {"a b f", "a c d f", "a c e f", "a f"}
    assert grammar.expand("so [x|y]") == grammar.expand("so [x|y]")
    assert grammar.expand("fine | as it is", variants=1) == ["fine | as it is"]
    for wrong in ("a [b", "a ] b", "a [b|[c]"):
        with pytest.raises(ValueError, match="bracket"):
            grammar.parse(wrong)


def test_slips_of_the_finger_change_one_word_a_little():
    plain = grammar.expand("the driver never rang the doorbell", variants=300)
    slipped = grammar.expand("the driver never rang the doorbell", 0.3, variants=300)
    changed = [(a, b) for a, b in zip(plain, slipped, strict=True) if a != b]
    assert 0.15 < len(changed) / 300 < 0.45
    for a, b in changed:
        different = [(x, y) for x, y in zip(a.split(), b.split(), strict=True) if x != y]
        assert len(different) == 1
        assert abs(len(different[0][0]) - len(different[0][1])) <= 1


def test_the_lexicon_is_two_sets_of_plain_words():
    positive, negative = text.lexicon()
    assert min(len(positive), len(negative)) > 80
    assert not positive & negative
    assert all(re.fullmatch(r"[a-z-]+", word) for word in positive | negative)
