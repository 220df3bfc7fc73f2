"""Evidence as written becomes the columns that are compared; each distinct value is worked out once."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from ...model.linkage import Evidence
from .birth import read_birth
from .model import Model
from .names import joined_key, key_words, split_name
from .phones import read_phones
from .words import canonical_names

TEXT, SMALL, SHARE = pa.string(), pa.int16(), pa.float64()
COLUMNS: dict[str, pa.DataType] = {
    "record_id": TEXT,
    "surname": TEXT,
    "surname_as_given": TEXT,
    "tf_surname": SHARE,
    "given": TEXT,
    "given_words": TEXT,
    "given_names": TEXT,
    "word1": TEXT,
    "word2": TEXT,
    "name1": TEXT,
    "name2": TEXT,
    "tf_given_names": SHARE,
    "tf_name1": SHARE,
    "tf_name2": SHARE,
    "year": SMALL,
    "month": SMALL,
    "day": TEXT,
    "day_turned": TEXT,
    "precision": SMALL,
    "sex": TEXT,
    "phone1": TEXT,
    "phone2": TEXT,
    "phone3": TEXT,
    "commune": TEXT,
    "village": TEXT,
    "father": TEXT,
    "father_name": TEXT,
    "tf_father_name": SHARE,
    "mother": TEXT,
    "mother_name": TEXT,
    "tf_mother_name": SHARE,
    "batch": TEXT,
    "country": TEXT,
}
"""One row per record; NULL wherever the record does not say. ``tf_*`` are shares of all records, from the model."""


def as_table(records: Iterable[Evidence] | pa.Table) -> pa.Table:
    """One row per record, columns named as Evidence's, all text; columns that are missing are empty."""
    if not isinstance(records, pa.Table):
        rows = list(records)
        columns = list(zip(*rows, strict=True)) if rows else [()] * len(Evidence._fields)
        return pa.table({name: pa.array(column, TEXT) for name, column in zip(Evidence._fields, columns, strict=True)})
    empty = pa.repeat(pa.scalar("", TEXT), records.num_rows)
    return pa.table(
        {
            name: pc.fill_null(records[name].cast(TEXT), "") if name in records.column_names else empty
            for name in Evidence._fields
        }
    )


def prepare(model: Model, table: pa.Table) -> pa.Table:
    """The columns COLUMNS of a table from ``as_table``, in the same order of rows."""
    table = _split_whole_names(table)
    columns: dict[str, pa.ChunkedArray | pa.Array] = {"record_id": table["record_id"]}
    columns |= _each(table["surname"], lambda text: _surname(model, text), 3, "surname")
    columns |= _each(table["given_names"], lambda text: _given(model, text), 10, "given")
    columns |= _birth(table)
    columns |= _each(table["sex"], lambda text: (text.strip().casefold() or None,), 1, "sex")
    columns |= _each(table["phone"], read_phones, 3, "phone1")
    columns |= _each(table["commune"], _place, 1, "commune")
    columns |= _each(table["village"], _place, 1, "village")
    columns |= _each(table["father_given"], lambda text: _parent(model, text), 3, "father")
    columns |= _each(table["mother_given"], lambda text: _parent(model, text), 3, "mother")
    columns |= _each(table["arrival_batch"], _place, 1, "batch")
    columns |= _each(table["country"], _place, 1, "country")
    return pa.table({name: columns[name] for name in COLUMNS}, pa.schema(list(COLUMNS.items())))


def _each(column: Any, read: Callable[[str], Sequence[Any]], count: int, first: str) -> dict[str, Any]:
    """``count`` columns from the one named ``first`` on: what ``read`` makes of each value, asked once per value."""
    names = list(COLUMNS)[list(COLUMNS).index(first) :][:count]
    coded = pc.dictionary_encode(column)
    coded = coded.combine_chunks() if isinstance(coded, pa.ChunkedArray) else coded
    if not len(coded):
        return {name: pa.array([], COLUMNS[name]) for name in names}
    read_values = list(zip(*(read(value) for value in coded.dictionary.to_pylist()), strict=True))
    return {
        name: pa.array(values, COLUMNS[name]).take(coded.indices)
        for name, values in zip(names, read_values, strict=True)
    }


def _birth(table: pa.Table) -> dict[str, Any]:
    """Date and precision are read together, so they are looked up together."""
    both = pc.binary_join_element_wise(table["birth_date"], table["birth_precision"], "|")
    return _each(both, lambda text: read_birth(*text.split("|", 1)), 5, "year")


def _surname(model: Model, written: str) -> tuple[str | None, str | None, float | None]:
    key = joined_key(written)
    if not key:
        return None, None, None
    return key, model.aliases.get(key, key), model.frequencies.of_surname(key)


def _given(model: Model, written: str) -> tuple[Any, ...]:
    words = key_words(written)
    if not words:
        return (None,) * 10
    names = canonical_names(model.aliases, words)
    shares = sorted(model.frequencies.of_given(name) for name in names)
    second = names[1] if len(names) > 1 else None
    return (
        joined_key(written),
        " ".join(sorted(words)),
        " ".join(sorted(names)),
        words[0],
        words[1] if len(words) > 1 else None,
        names[0],
        second,
        # A second name in common adds less than its rarity: names come in fixed pairs.
        max(shares[0] * 0.3 ** (len(shares) - 1), model.frequencies.rare / 4),
        model.frequencies.of_given(names[0]),
        model.frequencies.of_given(second) if second else None,
    )


def _parent(model: Model, written: str) -> tuple[str | None, str | None, float | None]:
    words = key_words(written)
    if not words:
        return None, None, None
    names = canonical_names(model.aliases, words)
    return joined_key(written), " ".join(sorted(names)), min(model.frequencies.of_given(name) for name in names)


def _place(written: str) -> tuple[str | None]:
    """Spelling of places varies as that of names does."""
    return ("".join(key_words(written)) or written.strip().casefold() or None,)


def _split_whole_names(table: pa.Table) -> pa.Table:
    """Where only a whole name is known, its first word is taken for the surname, as lists in the country write it."""
    whole = pc.and_(
        pc.equal(table["given_names"], ""), pc.match_substring(pc.utf8_trim_whitespace(table["surname"]), " ")
    )
    if not pc.any(whole).as_py():
        return table
    surnames, givens = table["surname"].to_pylist(), table["given_names"].to_pylist()
    for row in pc.indices_nonzero(whole).to_pylist():
        words = split_name(surnames[row])
        surnames[row], givens[row] = (words[0], " ".join(words[1:])) if len(words) > 1 else (surnames[row], "")
    table = table.set_column(table.column_names.index("surname"), "surname", pa.array(surnames, TEXT))
    return table.set_column(table.column_names.index("given_names"), "given_names", pa.array(givens, TEXT))
