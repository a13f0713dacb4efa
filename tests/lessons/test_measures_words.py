"""Words, sentences and syllables, as a reader meets them."""

from __future__ import annotations

from staffroom.teaching.words import count_words, sentences, syllables

SYLLABLES = {
    1: ("line they use used cost whale lamp months worth merge graph curve time twelve dropped loaned"),
    2: (
        "about profit even product order money open over only item user prices margins table column "
        "merges function answer measure measured divide wanted needed total ledger acquire acquired "
        "being going create any many very early later design question twenty euro sentence figure "
        "python refund dearer whether loses losing unit quarter client trial social special orders "
        "sorted given largest smaller"
    ),
    3: (
        "customer company idea average area purchases revenue reconcile manager decision evidence "
        "period expected different several created reaction already quality sentences exercise "
        "department retention family unhappy remember together probably"
    ),
    4: (
        "analysis centricity hypothesis cumulative acquisition experience actually usually "
        "appliances exercises comparison information"
    ),
    5: ("unprofitable personality university"),
}


def test_syllables_are_counted_nearly_right():
    known = {word: n for n, words in SYLLABLES.items() for word in words.split()}
    counted = {word: syllables(word) for word in known}
    wrong = {word: n for word, n in counted.items() if n != known[word]}
    assert len(wrong) <= 0.05 * len(known), wrong
    assert abs(sum(counted.values()) / sum(known.values()) - 1) < 0.01


def test_only_what_is_read_is_counted_as_words():
    text = (
        "# A heading\n\nTwo **bold** words, see [the map](https://example.org/a-b-c).\n\n"
        "```python\nnot = read\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- one item\n- `code` is a word\n"
        "\n![a picture of many words](x.png)\n<!-- nothing -->"
    )
    assert count_words(text, headings=False) == 6 + 2 + 4
    assert count_words(text) == 6 + 2 + 4 + 2


def test_sentences_end_where_a_reader_stops():
    text = (
        "It costs 3.50 euros, e.g. for Mr. Fern. Is that much? Yes.\n\n- one item\n- another, with a stop.\n"
    )
    assert len(sentences(text)) == 5
