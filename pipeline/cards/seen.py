"""Which codes stand in submissions, whatever the question is called that asks for them."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, text

from ..model.code import ALPHABET, LENGTH, PERSON, PLAN

_LIKE_A_CODE = f"length(v) = {LENGTH} AND v ~ '^[{PERSON}{PLAN}][{ALPHABET}]+$'"


def written_codes(connection: Connection, columns: Mapping[tuple[str, str], Sequence[str]]) -> frozenset[str]:
    """All texts of the shape of a code in these columns.

    Forms call the question ``person_card``, ``member_code``, ``got_typed`` …: a list of names would miss the next one.

    Args:
        columns: text columns by schema and table; every table has at least one.
    """
    quote = connection.dialect.identifier_preparer.quote_identifier
    found: set[str] = set()
    for (schema, table), names in columns.items():
        values = ", ".join(map(quote, names))
        query = f"SELECT DISTINCT v FROM {quote(schema)}.{quote(table)}, unnest(ARRAY[{values}]) v WHERE {_LIKE_A_CODE}"  # noqa: S608
        found.update(connection.execute(text(query.replace(":", r"\:"))).scalars())
    return frozenset(found)
