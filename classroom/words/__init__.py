"""Every sentence that `classroom` says to a student, by key, in one catalogue per language.

`en.yaml` is the catalogue; a translation is a second file with the same keys. A build has one language.
A sentence is called by its literal key, `say("check.unanswered", name="peak")`, so that a test can tell
which keys are missing and which are used no more.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

LANGUAGE = "en"


@cache
def catalogue(language: str = LANGUAGE) -> dict[str, str]:
    """All sentences of a language: key -> template with {named} gaps."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = Path(__file__).with_name(f"{language}.yaml").read_text(encoding="utf-8")
    return {key: sentence.strip() for key, sentence in yaml.load(text, Loader=loader).items()}


def say(key: str, /, **gaps: object) -> str:
    """The sentence of `key` with its gaps filled.

    Raises
    ------
    KeyError
        the key, or one of the sentence's gaps, does not exist: a mistake of the course, found by its tests
    """
    return catalogue()[key].format(**gaps)
