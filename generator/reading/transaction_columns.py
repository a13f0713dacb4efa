"""The columns of a log of transactions, read and checked: customers, times, amounts."""

from __future__ import annotations

import difflib
import warnings

import numpy as np
import pandas as pd

from generator.errors import WrongUse
from generator.storage.arrow import CENTS_LIMIT

DAY_OR_MONTH_FIRST = r"^\s*(\d{1,2})[/. -](\d{1,2})[/. -]\d{2,4}\b"


def check_frame(frame: pd.DataFrame, asked: dict[str, str | None]) -> None:
    """Raise `WrongUse` unless this is a DataFrame with rows and these columns (argument -> column)."""
    if not isinstance(frame, pd.DataFrame):
        raise WrongUse(f"The log must be a pandas DataFrame; found {type(frame).__name__}.")
    for word, column in asked.items():
        if column is None:
            continue
        if column not in frame.columns:
            names = [str(name) for name in frame.columns]
            near = difflib.get_close_matches(str(column), names, 1)
            hint = f" Did you mean `{near[0]}`?" if near else ""
            raise WrongUse(f"The log has no column `{column}` ({word}=).{hint} It has: {', '.join(names)}.")
        if isinstance(frame[column], pd.DataFrame):
            raise WrongUse(f"The log has the column `{column}` twice; rename one of them.")
    if frame.empty:
        raise WrongUse("The log is empty: it has no row.")


def check_missing(frame: pd.DataFrame, column: str) -> None:
    """Raise `WrongUse` if a value of the column is missing."""
    missing = frame[column].isna().to_numpy()
    if missing.any():
        first = frame.index[np.flatnonzero(missing)[0]]
        raise WrongUse(
            f"{many(missing, 'value')} of the column `{column}` missing, the first in row {first}: "
            f"leave these rows out first, for example frame.dropna(subset=[{column!r}])."
        )


def read_seconds(
    frame: pd.DataFrame, column: str, time_format: str | None, dayfirst: bool | None, notes: list[str]
) -> np.ndarray:
    """Seconds since 1970 (int64, UTC). `dayfirst`: as in `Company.from_transactions`."""
    if dayfirst is not None and time_format is not None:
        raise WrongUse("Give either time_format= or dayfirst=: both say what comes first in a date.")
    given = frame[column]
    if pd.api.types.is_bool_dtype(given) or pd.api.types.is_float_dtype(given):
        raise WrongUse(f"The column `{column}` holds numbers with a point, which are no times.")
    if pd.api.types.is_integer_dtype(given):
        if time_format is None and not given.between(19_000_101, 22_001_231).all():
            raise WrongUse(
                f"The column `{column}` holds numbers that are no dates of the form 20240131; turn them into "
                f"times first, or give time_format=."
            )
        given, time_format = given.astype("str"), time_format or "%Y%m%d"
    if not pd.api.types.is_datetime64_any_dtype(given):
        try:
            if time_format:
                times = pd.to_datetime(given, errors="coerce", format=time_format)
            else:
                times = _read_words(given, column, dayfirst, notes)
        except (ValueError, TypeError) as error:
            raise WrongUse(f"The column `{column}` cannot be read as times: {error}.") from error
        bad = times.isna().to_numpy()
        if bad.any():
            place = np.flatnonzero(bad)[0]
            raise WrongUse(
                f"{many(bad, 'value')} of the column `{column}` not to be read as times, the first in row "
                f"{frame.index[place]}: {given.iloc[place]!r}. Mend them, or give their form, for example "
                f'time_format="%d/%m/%Y %H:%M".'
            )
        given = times
    if getattr(given.dt, "tz", None) is None:
        notes.append(f"Times in `{column}` name no time zone and are taken as UTC.")
    else:
        given = given.dt.tz_convert("UTC").dt.tz_localize(None)
    return given.to_numpy().astype("datetime64[s]").astype(np.int64)


def _read_words(given: pd.Series, column: str, dayfirst: bool | None, notes: list[str]) -> pd.Series:
    """Times of texts. Where day or month may come first, whichever fits all rows; if both do, as asked.

    pandas alone would take the month first without a word, and dates such as 2024-01-05 as the first of May
    if it were told that the day comes first.
    """
    parts = given.astype("str").str.extract(DAY_OR_MONTH_FIRST).astype("float64")
    one, two = parts[0].to_numpy(), parts[1].to_numpy()
    day_only, month_only = np.flatnonzero(one > 12), np.flatnonzero(two > 12)  # NaN is not larger

    def shown(place: int) -> str:
        return f"{given.iloc[place]!r} in row {given.index[place]}"

    if day_only.size and month_only.size:
        raise WrongUse(
            f"The column `{column}` has dates with the day first ({shown(day_only[0])}) and with the month "
            f"first ({shown(month_only[0])}): write them all as year-month-day."
        )
    against = day_only if dayfirst is False else month_only if dayfirst else day_only[:0]
    if against.size:
        raise WrongUse(
            f"dayfirst={dayfirst} does not fit {shown(against[0])} of the column `{column}`; leave it out or "
            f"give time_format=."
        )
    unclear = np.flatnonzero(one != two) if not (day_only.size or month_only.size) else day_only[:0]
    unclear = unclear[~np.isnan(one[unclear])]
    if unclear.size and dayfirst is None:
        notes.append(
            f"Dates in `{column}` such as {given.iloc[unclear[0]]!r} can be read in two ways and are taken "
            f"with the month first; give dayfirst=True if the day comes first, or dayfirst=False if this is "
            f"right."
        )
    first = bool(day_only.size) if dayfirst is None else dayfirst and not np.isnan(one).all()
    with warnings.catch_warnings():
        if not np.isnan(one).any():  # which comes first is settled above: pandas need not warn of it
            warnings.simplefilter("ignore", UserWarning)
        return pd.to_datetime(given, errors="coerce", dayfirst=first)


def read_cents(frame: pd.DataFrame, column: str, notes: list[str]) -> np.ndarray:
    """Whole cents (int64)."""
    try:
        amounts = pd.to_numeric(frame[column]).to_numpy(dtype=np.float64)
    except (ValueError, TypeError):
        numbers = pd.to_numeric(frame[column], errors="coerce").isna().to_numpy()
        place = np.flatnonzero(numbers)[0] if numbers.any() else 0
        raise WrongUse(
            f"The column `{column}` must hold numbers; row {frame.index[place]} holds "
            f"{frame[column].iloc[place]!r}."
        ) from None
    limit = CENTS_LIMIT / 100
    wrong = ~np.isfinite(amounts) | (np.abs(amounts) >= limit)
    if wrong.any():
        place = np.flatnonzero(wrong)[0]
        raise WrongUse(
            f"The column `{column}` holds {amounts[place]:g} in row {frame.index[place]}; amounts must be "
            f"finite and below {limit:,.0f}."
        )
    cents = np.rint(amounts * 100)
    off, free = np.abs(amounts * 100 - cents) > 1e-4, cents == 0
    if off.any():
        notes.append(f"Rounded to the cent: {many(off, 'amount')} with more than two places.")
    if free.any():
        notes.append(f"Kept: {many(free, 'purchase')} of zero.")
    return cents.astype(np.int64)


def read_people(given: pd.Series, seconds: np.ndarray, bought: np.ndarray) -> tuple[np.ndarray, list[str]]:
    """Index of each row's customer (-1: never bought), numbered by first purchase; their marks."""
    codes, marks = pd.factorize(given)
    first = np.full(len(marks), np.iinfo(np.int64).max)
    np.minimum.at(first, codes[bought], seconds[bought])
    buyers = np.flatnonzero(first < np.iinfo(np.int64).max)
    order = buyers[np.argsort(first[buyers], kind="stable")]
    number = np.full(len(marks), -1)
    number[order] = np.arange(len(order))
    texts = [str(marks[k]) for k in order]
    if len(set(texts)) < len(texts):
        raise WrongUse("Two customers of the log have the same mark as text, such as 7 and '7'.")
    return number[codes], texts


def many(which: np.ndarray, noun: str) -> str:
    """`1 row`, `2 rows`."""
    count = int(which.sum())
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
