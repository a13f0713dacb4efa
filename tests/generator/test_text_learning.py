"""Texts are neither trivial nor hopeless: what a linear classifier and a plain lexicon make of them."""

import re
from collections import Counter

import numpy as np
import pytest
from scipy import optimize, sparse

from generator import draws, text
from generator.scenario import read_scenario
from generator.world import World

LEARN, TEST = 2_000, 2_500


def words_of(sentence):
    return re.findall(r"[a-z'\-#@]+", sentence.lower())


def tf_idf(sentences, known):
    """Rows of length 1: (1 + log count) × inverse document frequency, for the words of the first `known`."""
    counts = [Counter(words_of(sentence)) for sentence in sentences]
    seen = Counter(word for count in counts[:known] for word in count)
    place = {word: k for k, word in enumerate(sorted(seen))}
    idf = np.log((1 + known) / (1 + np.array([seen[word] for word in place]))) + 1
    cells = [
        (r, place[w], 1 + np.log(n)) for r, count in enumerate(counts) for w, n in count.items() if w in place
    ]
    row, column, value = (np.array(part) for part in zip(*cells, strict=True))
    matrix = sparse.csr_array((value * idf[column], (row, column)), shape=(len(counts), len(place)))
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1))).reshape(-1, 1)
    return sparse.csr_array(matrix.multiply(1 / np.maximum(length, 1e-12)))


def learn(matrix, codes, classes, strength=10.0):
    """Multinomial logistic regression with an L2 penalty; returns codes for any matrix."""
    one_hot = np.eye(classes)[codes]

    def loss(flat):
        weights = flat.reshape(matrix.shape[1] + 1, classes)
        score = matrix @ weights[:-1] + weights[-1]
        score -= score.max(axis=1, keepdims=True)
        log_p = score - np.log(np.exp(score).sum(axis=1, keepdims=True))
        miss = (np.exp(log_p) - one_hot) * strength
        slope = np.vstack([matrix.T @ miss + weights[:-1], miss.sum(axis=0)])
        value = -strength * (log_p * one_hot).sum() + 0.5 * (weights[:-1] ** 2).sum()
        return value, slope.ravel()

    start = np.zeros((matrix.shape[1] + 1) * classes)
    flat = optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 40}).x
    weights = flat.reshape(-1, classes)
    return lambda rows: np.argmax(rows @ weights[:-1] + weights[-1], axis=1)


def macro_f1(true, found):
    scores = []
    for code in np.unique(true):
        both = np.count_nonzero((true == code) & (found == code))
        scores.append(2 * both / (np.count_nonzero(true == code) + np.count_nonzero(found == code)))
    return np.mean(scores)


def by_lexicon(sentence, positive, negative):
    words = words_of(sentence)
    score = sum(word in positive for word in words) - sum(word in negative for word in words)
    return text.POSITIVE if score > 0 else text.NEGATIVE if score < 0 else text.NEUTRAL


def sample(kind, seed):
    """Texts with themes and moods as in a company."""
    world = World(read_scenario("fernhill"), seed, 100)
    keys = draws.keys(seed, "learning", np.arange(LEARN + TEST))
    bits = draws.bits(keys, 1)
    score = draws.lookup([6, 2, 2, 3, 3, 6, 6, 9, 15, 18, 30])[draws.slice16(bits, 0)]
    if kind == "ticket":
        sentiment = text.sentiments_of_mood(
            world, 1 + draws.lookup([12, 20, 30, 25, 13])[draws.slice16(bits, 0)], keys
        )
    elif kind == "verbatim":
        sentiment = text.sentiments_of_score(world, score, keys)
    else:
        sentiment = text.sentiments_of_posts(world, keys)
    theme = text.themes_of(world, kind, sentiment, keys)
    second = text.second_themes_of(world, kind, theme, sentiment, keys)
    line = draws.slice16(bits, 1) * 6 >> 16
    return theme, sentiment, text.compose(world, kind, theme, sentiment, line, keys, second).to_pylist()


@pytest.mark.parametrize("kind", text.KINDS)
def test_themes_can_be_learnt_but_not_all(kind):
    theme, sentiment, sentences = sample(kind, 5)
    matrix = tf_idf(sentences, LEARN)
    learnt, rest = matrix[:LEARN], matrix[LEARN:]
    found = learn(learnt, theme[:LEARN], len(text.themes(kind)))(rest)
    assert 0.76 < macro_f1(theme[LEARN:], found) < 0.93
    mood = learn(learnt, sentiment[:LEARN], len(text.SENTIMENTS))(rest)
    assert 0.78 < np.mean(mood == sentiment[LEARN:]) < 0.97


@pytest.mark.parametrize("kind", text.KINDS)
def test_a_lexicon_is_often_right_and_calls_mixed_complaints_praise(kind):
    lexicon = text.lexicon()
    _, sentiment, sentences = sample(kind, 6)
    found = np.array([by_lexicon(sentence, *lexicon) for sentence in sentences])
    mixed = sentiment == text.MIXED
    assert 0.58 < np.mean(found[~mixed] == sentiment[~mixed]) < 0.76
    assert np.mean(found[mixed] == text.POSITIVE) > 0.58
    assert np.mean(found[mixed] == text.NEGATIVE) < 0.2
