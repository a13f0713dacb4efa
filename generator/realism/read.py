"""A real transaction log from a text file: CDNOW's, UCI Online Retail's, or any table with the same facts.

Needed are who, when, and how much: one amount, or a price and a quantity. Rows without a customer are left
out. A negative amount or quantity is a return. Where there are prices, rows without a positive price are no
sales and are left out; an amount of nothing stays an order.
"""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from generator.errors import UserError, WrongUse
from generator.realism.log import MONTHS, Log, Refunds, make_log, months_later, with_parts

if TYPE_CHECKING:
    import pandas as pd

#: What each role may be called in a header (small letters, nothing but letters and digits).
ROLES = {
    "customer": ("customerid", "customer", "custid", "clientid", "client", "userid", "memberid", "id"),
    "time": (
        "invoicedate", "orderedat", "orderdate", "date", "datetime", "timestamp", "time", "purchasedat",
        "transactiondate",
    ),
    "amount": (
        "amount", "dollarvalue", "spend", "revenue", "value", "sales", "total", "paideur", "amounteur",
    ),
    "price": ("price", "unitprice"),
    "quantity": ("quantity", "qty"),
    "product": ("stockcode", "productid", "product", "sku", "itemid", "item"),
}  # fmt: skip
#: Columns of CDNOW's files, which have no header: customer (and number in the sample), date, CDs, dollars.
CDNOW = {4: ["customer", "time", "cds", "amount"], 5: ["customer", "sample", "time", "cds", "amount"]}
OTHER_KINDS = {".xlsx": "a workbook", ".xls": "a workbook", ".parquet": "Parquet", ".zip": "an archive"}


def read_log(path: str | Path, columns: dict[str, str] | None = None) -> tuple[Log, Log]:
    """The log in a text file: its first 24 months, and all of it.

    `columns`: role -> column name for any of customer, time, amount, price, quantity, product; what is not
    given is found by the header. Raises `UserError` for a file that cannot be read as a log, `WrongUse` for
    roles or columns that do not exist.
    """
    path = Path(path)
    text = _text(path)
    frame = _roles(_table(text, path), columns or {}, path)
    rows = _Rows(frame, path)
    start, end = int(rows.day.min()), int(rows.day.max()) + 1
    cut = min(end, months_later(start, MONTHS))
    return rows.log(path.name, start, cut), rows.log(path.name, start, end)


def columns_of(words: str) -> dict[str, str]:
    """Roles from `customer=…,time=…,amount=…`. Raises `WrongUse` if that is not what is given."""
    found = {}
    for word in filter(None, (part.strip() for part in words.split(","))):
        role, equals, name = (part.strip() for part in word.partition("="))
        if role not in ROLES or not equals or not name:
            raise WrongUse(
                f"--columns takes role=name pairs such as customer=who,time=when,amount=eur; found `{word}`. "
                f"Roles: {', '.join(ROLES)}."
            )
        found[role] = name
    return found


def _text(path: Path) -> str:
    if path.suffix.lower() in OTHER_KINDS:
        kind = OTHER_KINDS[path.suffix.lower()]
        raise WrongUse(f"{path} is {kind}; save the transactions as CSV and give that file.")
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise WrongUse(f"The file {path} does not exist.") from error
    except IsADirectoryError as error:
        raise WrongUse(f"{path} is a folder; give the file with the transactions.") from error
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror or error}.") from error
    if b"\0" in content[:4096]:
        raise UserError(f"{path} is not a text file; save the transactions as CSV in UTF-8.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")  # never fails; only descriptions can have such letters
    if not text.strip():
        raise UserError(f"{path} is empty; a line of a log gives customer, date and amount.")
    return text


def _table(text: str, path: Path) -> pd.DataFrame:
    """All cells as text; columns named by the header, or as in CDNOW's files if there is none."""
    import io

    import pandas as pd

    head = text.lstrip().splitlines()[0]
    spaced = not any(mark in head for mark in ",;\t|")
    words = head.split()
    names = None
    if spaced:
        if all(re.fullmatch(r"[\d.]+", word) for word in words):
            names = CDNOW.get(len(words))
            if names is None:
                raise UserError(
                    f"{path}, line 1: {len(words)} numbers and no header; CDNOW's files have 4 or 5. "
                    f"Give the file a first line with the columns' names."
                )
        separator, engine = r"\s+", "c"
    else:
        separator, engine = max(",;\t|", key=head.count), "c"
    try:
        frame = pd.read_csv(
            io.StringIO(text), sep=separator, header=None if names else 0, names=names, dtype="str",
            engine=engine, skipinitialspace=True, index_col=False,
        )  # fmt: skip
    except (pd.errors.ParserError, pd.errors.EmptyDataError, ValueError) as error:
        reason = str(error).strip().splitlines()[-1]
        raise UserError(f"{path} cannot be read as a table ({reason}).") from error
    if not len(frame):
        raise UserError(f"{path} has a header and no rows.")
    frame.columns = [str(name).strip() for name in frame.columns]
    return frame


def _roles(frame: pd.DataFrame, columns: dict[str, str], path: Path) -> pd.DataFrame:
    """The columns that matter, under the names of their roles."""
    import pandas as pd

    chosen: dict[str, str] = {}
    for role, name in columns.items():
        if role not in ROLES:
            raise WrongUse(f"There is no role `{role}`; roles are {', '.join(ROLES)}.")
        if name not in frame.columns:
            near = difflib.get_close_matches(name, frame.columns, 1)
            hint = f" Did you mean `{near[0]}`?" if near else ""
            raise WrongUse(f"{path} has no column `{name}`.{hint} It has: {', '.join(frame.columns)}.")
        chosen[role] = name
    plain = {re.sub(r"[^a-z0-9]", "", name.lower()): name for name in reversed(frame.columns)}
    for role, known in ROLES.items():
        if role not in chosen and role not in frame.columns:
            found = next((plain[name] for name in known if name in plain), None)
            if found and found not in chosen.values():
                chosen[role] = found
        elif role not in chosen:
            chosen[role] = role
    missing = [role for role in ("customer", "time") if role not in chosen]
    if "amount" not in chosen and not {"price", "quantity"} <= set(chosen):
        missing.append("amount (or price and quantity)")
    if missing:
        raise UserError(
            f"{path}: no column was recognised as {' and as '.join(missing)}. Its columns are "
            f"{', '.join(frame.columns)}; say which is which with --columns customer=…,time=…,amount=…"
        )
    if "amount" in chosen and "amount" not in columns and {"price", "quantity"} <= set(chosen):
        del chosen["amount"]
    return pd.DataFrame({role: frame[name] for role, name in chosen.items()})


class _Rows:
    """Rows of a log as arrays: customer, day, EUR (negative: paid back), product."""

    def __init__(self, frame: pd.DataFrame, path: Path):
        import pandas as pd

        frame = frame[frame["customer"].notna() & (frame["customer"].str.strip() != "")]
        if not len(frame):
            raise UserError(f"{path}: no row names a customer, so nothing can be measured.")
        # "12346.0" and "12346" are one customer: spreadsheets turn numbers with gaps into decimals.
        self.customer = pd.factorize(frame["customer"].str.strip().str.removesuffix(".0"))[0].astype(np.int64)
        self.day = _days(frame["time"], path)
        if "amount" in frame:
            self.value = _numbers(frame["amount"], "amount", path)
            sold = np.ones(len(frame), dtype=bool)
        else:
            price = _numbers(frame["price"], "price", path)
            self.value = price * _numbers(frame["quantity"], "quantity", path)
            sold = price > 0
        product = frame.get("product")
        self.product = None if product is None else pd.factorize(product.fillna("?"))[0]
        self.sold = sold & (self.value >= 0)
        self.back = sold & (self.value < 0)
        if not self.sold.any():
            raise UserError(f"{path}: no row is a sale (an amount of 0 or more).")

    def log(self, name: str, start: int, end: int) -> Log:
        """The log between two days."""
        sold = self.sold
        log = make_log(name, self.customer[sold], self.day[sold], self.value[sold], start, end)
        inside = (self.day >= start) & (self.day < end)
        parts: dict[str, Any] = {}
        if self.product is not None:
            parts["product_lines"] = np.bincount(self.product[sold & inside])
        if self.back.any():
            back = -self.value[self.back & inside].sum()
            parts["refunds"] = Refunds(self.value[sold & inside].sum(), back, 0.0, 0.0)
        return with_parts(log, **parts)


def _numbers(column: pd.Series, role: str, path: Path) -> np.ndarray:
    import pandas as pd

    values = pd.to_numeric(column.str.strip().str.lstrip("$€£"), errors="coerce")
    bad = values.isna() | ~np.isfinite(values)
    if bad.any():
        raise _not_read(column, bad, role, "a number such as 12.50", path)
    return values.to_numpy(dtype=np.float64)


def _not_read(column: pd.Series, bad: pd.Series, role: str, wanted: str, path: Path) -> UserError:
    row = column.index[bad.to_numpy()][0]
    found = column.loc[row]
    shown = "nothing" if found != found else f"`{found}`"
    return UserError(
        f"{path}, row {row + 1}: the {role} is {shown}, not {wanted} ({int(bad.sum()):,} such rows)."
    )


def _days(column: pd.Series, path: Path) -> np.ndarray:
    """Days since 1970. Dates as 19970131, in ISO form, or with slashes or dots if only one reading fits."""
    import pandas as pd

    words = column.str.strip()
    readings: list[dict[str, Any]] = [{"format": "%Y%m%d"}] if words.str.fullmatch(r"\d{8}").all() else []
    if not readings:
        slashed = words.str.match(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}").any()
        readings = (
            [{"dayfirst": False, "format": "mixed"}, {"dayfirst": True, "format": "mixed"}]
            if slashed
            else [{"format": "ISO8601"}]
        )
    found = [pd.to_datetime(words, errors="coerce", utc=True, **reading) for reading in readings]
    if len(found) == 2:
        found = _one_reading(words, found, path)
    times = found[0]
    if times.isna().any():
        raise _not_read(column, times.isna(), "time", "a date such as 2024-01-31", path)
    return times.dt.tz_localize(None).to_numpy().astype("datetime64[D]").astype(np.int64)


def _one_reading(words: pd.Series, found: list, path: Path) -> list:
    """Month first or day first: whichever fits every row."""
    parts = words.str.extract(r"^(\d{1,2})[/.-](\d{1,2})[/.-]").astype(float)
    month_first, day_first = (parts[1] > 12).any(), (parts[0] > 12).any()
    if month_first and day_first:
        raise UserError(
            f"{path}: some dates have the month first and some the day; write them as 2024-01-31."
        )
    if not (month_first or day_first):
        raise UserError(
            f"{path}: dates such as `{words.iloc[0]}` can be read in two ways; write them as 2024-01-31."
        )
    return [found[0] if month_first else found[1]]
