"""Questions of letters: each place counts for itself, and a letter that does not fit has its reason.

    given = {"saturation": saturation, "tracking": tracking}
    check.letters(given, "cracks", options="abcn")
    ### BEGIN HIDDEN TESTS
    check.fitting(given, reference.CRACKS, "cracks", options="abcn", points=3)
    ### END HIDDEN TESTS

`letters` stands in the open and says what is noted. `fitting` is hidden and is the cell's last value, a
number of points: nbgrader takes that as the score. A place that fits earns its part of the points, an empty
one nothing. One that does not fit takes off half of that (more, where there are but two options), so that the
same letter everywhere earns nothing unless it is right in more than a third of the places.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from classroom.check.answers import answered, subject
from classroom.check.mistakes import NOTED, tell
from classroom.check.plain import is_blank, type_in_words
from classroom.words import say

FITS, UNFIT, OPEN = "✓", "✗", "–"
"""Signs in front of a place's line; whoever reads the printed lines knows them by these."""

Reasons = Mapping[str, tuple[str | Sequence[str], Mapping[str, str]]]
"""Place -> (the letter that fits, or several of which each does; option -> why it does not fit, or does)."""


def letters(given: Mapping[str, Any], name: str, *, options: str | Sequence[str]) -> None:
    """Say which places hold a letter and which are open, and nothing on what fits.

    Parameters
    ----------
    given : place -> the student's letter
    name : the exercise's name
    options : the letters to choose from

    Raises
    ------
    Mistake
        unanswered: no place is filled in
    """
    noted, trouble, still_open = _sorted_out(given, options)
    if not noted and not trouble:
        answered(..., next(iter(given), name))
    for sentence in trouble.values():
        print(sentence)
    tell(name, NOTED, sorted(noted.items()))
    count = say("letters.count", noted=len(noted), all=len(given))
    places = ", ".join(f"`{place}`" for place in still_open)
    print(f"{count} {say('letters.open', places=places)}" if still_open else count)
    print(say("letters.later"))


def fitting(
    given: Mapping[str, Any], key: Reasons, name: str, *, options: str | Sequence[str], points: float
) -> float:
    """Points earned; a line is printed for each place: whether its letter fits and, if not, why not.

    Parameters
    ----------
    given : place -> the student's letter
    key : place -> (what fits, reasons by option)
    options : the letters to choose from
    points : what the test is worth

    Returns
    -------
    float
        from 0 to `points`, in hundredths
    """
    noted, trouble, _ = _sorted_out(given, options)
    lines, fits, unfit = [], 0, 0
    for place, (right, reasons) in key.items():
        if place in noted:
            letter = noted[place]
            good = letter in right
            fits, unfit = fits + good, unfit + (not good)
            sentence = say("letters.fits") if good else say("letters.unfit")
            why = reasons.get(letter, "")
            lines.append(f'{FITS if good else UNFIT} {place} "{letter}": {sentence} {why}'.rstrip())
        else:
            lines.append(f"{OPEN} {place}: {trouble.get(place) or say('letters.still-open')}")
    print("\n".join([say("letters.sum", fits=fits, all=len(key)), *lines]))
    return round(points * share(fits, unfit, len(key), len(options)), 2)


def share(fits: int, unfit: int, places: int, options: int) -> float:
    """Part of the points, from 0 to 1, for so many places that fit and so many that do not."""
    return max(0.0, (fits - price(options) * unfit) / places) if places else 0.0


def price(options: int) -> float:
    """What a wrong letter takes off, in parts of what a right one earns."""
    return max(0.5, 1 / (options - 1)) if options > 1 else 1.0


def _sorted_out(
    given: Mapping[str, Any], options: str | Sequence[str]
) -> tuple[dict[str, str], dict[str, str], list[str]]:
    """(place -> letter, place -> what is wrong with its form, places without an answer)."""
    noted, trouble, still_open = {}, {}, []
    shown = ", ".join(f'"{option}"' for option in options)
    for place, value in given.items():
        if is_blank(value):
            still_open.append(place)
        elif not isinstance(value, str):
            trouble[place] = say("text.not-text", subject=subject(place), kind=type_in_words(value))
        elif (letter := value.casefold().strip(" .()\"'`")) in [option.casefold() for option in options]:
            noted[place] = letter
        else:
            said = " ".join(value.split())[:40]
            trouble[place] = say("text.not-option", subject=subject(place), value=said, options=shown)
    return noted, trouble, still_open
