"""Evidence as written becomes the columns that are compared; each distinct value is worked out once."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from ...model.linkage import Evidence
from .birth import read_birth
from .codes import code_of
from .model import Model
from .names import bones_of, joined_key, key_of, key_words, split_name
from .phones import read_phones
from .words import canonical_names, given_key, given_words

TEXT, SMALL, SHARE, CODE = pa.string(), pa.int16(), pa.float64(), pa.int64()
_SURNAME = {
    "surname": TEXT,
    "surname_words": TEXT,
    "surname_bones": TEXT,
    "surname_as_given": TEXT,
    "tf_surname": SHARE,
    "code_surname": CODE,
    "code_surname_as_given": CODE,
    "code_surname_bones": CODE,
}
_GIVEN = {
    "given": TEXT,
    "given_bones": TEXT,
    "given_words": TEXT,
    "given_names": TEXT,
    "word1": TEXT,
    "word2": TEXT,
    "name1": TEXT,
    "name2": TEXT,
    "tf_given_names": SHARE,
    "tf_name1": SHARE,
    "tf_name2": SHARE,
    "code_given": CODE,
    "code_given_words": CODE,
    "code_given_names": CODE,
    "code_word1": CODE,
    "code_word2": CODE,
    "code_name1": CODE,
    "code_name2": CODE,
    "code_given_bones": CODE,
}
_BIRTH = {"year": SMALL, "month": SMALL, "day": SMALL, "precision": SMALL}
_PHONES = {"phone1": CODE, "phone2": CODE, "phone3": CODE}


def _parent_columns(who: str) -> dict[str, pa.DataType]:
    return {who: TEXT, f"{who}_bones": TEXT, f"{who}_name": TEXT, f"tf_{who}_name": SHARE, f"code_{who}_name": CODE}


COLUMNS: dict[str, pa.DataType] = {
    "record_id": TEXT,
    **_SURNAME,
    **_GIVEN,
    **_BIRTH,
    "sex": SMALL,
    **_PHONES,
    "commune": CODE,
    "village": TEXT,
    "code_village": CODE,
    **_parent_columns("father"),
    **_parent_columns("mother"),
    "batch": CODE,
    "country": CODE,
}
"""One row per record; NULL wherever the record does not say. ``tf_*`` are shares of all records, from the model;
``code_*`` stand for the texts of that name, for quick comparison."""

_SEXES = {"female": 1, "f": 1, "femme": 1, "male": 2, "m": 2, "h": 2, "homme": 2}


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
    # A date and its precision are read together, so they are looked up together.
    birth = pc.binary_join_element_wise(table["birth_date"], table["birth_precision"], "|")
    columns: dict[str, Any] = {"record_id": table["record_id"]}
    columns |= _each(table["surname"], _SURNAME, lambda text: _surname(model, text))
    columns |= _each(table["given_names"], _GIVEN, lambda text: _given(model, text))
    columns |= _each(birth, _BIRTH, lambda text: read_birth(*text.split("|", 1)))
    columns |= _each(table["sex"], {"sex": SMALL}, lambda text: (_SEXES.get(text.strip().casefold()),))
    columns |= _each(table["phone"], _PHONES, read_phones)
    columns |= _each(table["commune"], {"commune": CODE}, lambda text: (_coded(_place(text)),))
    columns |= _each(table["village"], {"village": TEXT, "code_village": CODE}, _village)
    for who in ("father", "mother"):
        columns |= _each(table[f"{who}_given"], _parent_columns(who), lambda text: _parent(model, text))
    columns |= _each(table["arrival_batch"], {"batch": CODE}, lambda text: (_coded(_place(text)),))
    columns |= _each(table["country"], {"country": CODE}, lambda text: (_coded(_place(text)),))
    return pa.table({name: columns[name] for name in COLUMNS}, pa.schema(list(COLUMNS.items())))


def _each(column: Any, into: dict[str, pa.DataType], read: Callable[[str], Sequence[Any]]) -> dict[str, Any]:
    """The columns ``into``: what ``read`` makes of each value, asked once per value."""
    coded = pc.dictionary_encode(column)
    coded = coded.combine_chunks() if isinstance(coded, pa.ChunkedArray) else coded
    if not len(coded):
        return {name: pa.array([], kind) for name, kind in into.items()}
    values = zip(*map(read, coded.dictionary.to_pylist()), strict=True)
    return {
        name: pa.array(of_each, kind).take(coded.indices)
        for (name, kind), of_each in zip(into.items(), values, strict=True)
    }


def _coded(text: str | None) -> int | None:
    return None if text is None else code_of(text)


def _surname(model: Model, written: str) -> tuple[Any, ...]:
    words = key_words(written)
    if not words:
        return (None,) * len(_SURNAME)
    key, as_given = joined_key(written), given_key(written)
    share = model.frequencies.of_surname(key)
    bones = bones_of(key)
    code_as_given = code_of(model.aliases.get(as_given, as_given))
    return key, " ".join(sorted(words)), bones, as_given, share, code_of(key), code_as_given, _coded(bones)


def _given(model: Model, written: str) -> tuple[Any, ...]:
    words = given_words(written)
    if not words:
        return (None,) * len(_GIVEN)
    key = key_of("".join(words))
    names = canonical_names(model.aliases, words)
    together = " ".join(sorted(names))
    shares = sorted(model.frequencies.of_given(name) for name in names)
    second = names[1] if len(names) > 1 else None
    return (
        key,
        bones_of(key),
        " ".join(sorted(words)),
        together,
        words[0],
        words[1] if len(words) > 1 else None,
        names[0],
        second,
        # A second name in common adds less than its rarity: names come in fixed pairs.
        max(shares[0] * 0.3 ** (len(shares) - 1), model.frequencies.rare / 4),
        model.frequencies.of_given(names[0]),
        model.frequencies.of_given(second) if second else None,
        code_of(key),
        code_of(" ".join(sorted(words))),
        code_of(together),
        code_of(words[0]),
        _coded(words[1] if len(words) > 1 else None),
        code_of(names[0]),
        _coded(second),
        _coded(bones_of(key)),
    )


def _parent(model: Model, written: str) -> tuple[Any, ...]:
    words = given_words(written)
    if not words:
        return (None,) * 5
    key = key_of("".join(words))
    names = canonical_names(model.aliases, words)
    together = " ".join(sorted(names))
    return key, bones_of(key), together, min(model.frequencies.of_given(name) for name in names), code_of(together)


def _place(written: str) -> str | None:
    """Spelling of places varies as that of names does."""
    return "".join(key_words(written)) or written.strip().casefold() or None


def _village(written: str) -> tuple[str | None, int | None]:
    place = _place(written)
    return place, _coded(place)


def _split_whole_names(table: pa.Table) -> pa.Table:
    """Where only a whole name is known, its first word is taken for the surname, as lists in the country write it."""
    several = pc.match_substring(pc.utf8_trim_whitespace(table["surname"]), " ")
    whole = pc.and_(pc.equal(table["given_names"], ""), several)
    if not pc.any(whole).as_py():
        return table
    surnames, givens = table["surname"].to_pylist(), table["given_names"].to_pylist()
    for row in pc.indices_nonzero(whole).to_pylist():
        words = split_name(surnames[row])
        surnames[row], givens[row] = (words[0], " ".join(words[1:])) if len(words) > 1 else (surnames[row], "")
    table = table.set_column(table.column_names.index("surname"), "surname", pa.array(surnames, TEXT))
    return table.set_column(table.column_names.index("given_names"), "given_names", pa.array(givens, TEXT))
