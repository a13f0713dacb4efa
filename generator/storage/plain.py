"""CSV parts: UTF-8, a line of names, money with two places, times in UTC with a `Z`.

Nothing is lost on the way: texts are quoted, so that an empty text and a missing one differ; numbers are
written with as many digits as give the same number back. No text is a formula to a spreadsheet
(`generator.storage.formulas`); reading gives it back as it was.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from generator.schema import Table
from generator.storage.arrow import arrow_type
from generator.storage.formulas import NUMBER, SIGN

WORDS = ("text", "prose")


def encode(table: Table, data: pa.Table) -> pa.Buffer:
    """The bytes of a part."""
    for place, column in enumerate(table.columns):
        if column.kind in WORDS:
            data = data.set_column(place, column.name, _harmless(data.column(place)))
    sink = pa.BufferOutputStream()
    pacsv.write_csv(data, sink)
    return sink.getvalue()


def decode(table: Table, content: bytes, columns: list[str] | None = None) -> pa.Table:
    """A part from its bytes. Raises `pyarrow.ArrowException` if they are no such part."""
    wanted = [table.by_name[name] for name in columns] if columns else list(table.columns)
    kinds = {column.name: _plain(arrow_type(column, table)) for column in wanted}
    # The reader knows no small decimals: money comes as a wide one and is made narrow again.
    wide = {
        name: pa.decimal128(kind.precision, kind.scale) if pa.types.is_decimal(kind) else kind
        for name, kind in kinds.items()
    }
    data = pacsv.read_csv(
        pa.BufferReader(content),
        parse_options=pacsv.ParseOptions(newlines_in_values=True),
        convert_options=pacsv.ConvertOptions(
            column_types=wide,
            include_columns=list(kinds),
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )
    data = data.cast(pa.schema(list(kinds.items())))
    for place, column in enumerate(wanted):
        if column.kind in WORDS:
            data = data.set_column(place, column.name, _as_meant(data.column(place)))
    return data


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _harmless(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """`formulas.harmless` for every text of a column; the column itself if none is changed."""
    words = texts.cast(pa.string()) if pa.types.is_dictionary(texts.type) else texts
    signed = pc.match_substring_regex(words, f"^'*{SIGN}")
    if not pc.any(signed).as_py():
        return texts
    changed = pc.and_not(signed, pc.match_substring_regex(words, rf"^{NUMBER}\z"))
    return pc.if_else(changed, pc.binary_join_element_wise("'", words, ""), words)


def _as_meant(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """`formulas.as_meant` for every cell of a column."""
    changed = pc.match_substring_regex(cells, f"^'+{SIGN}")
    if not pc.any(changed).as_py():
        return cells
    return pc.if_else(changed, pc.utf8_slice_codeunits(cells, 1), cells)
