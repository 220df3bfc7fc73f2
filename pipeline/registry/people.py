"""People as the registry keeps them: code, aliases, doubts, and every value with the submission that gave it."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from pipeline.model.answers import Origin
from pipeline.model.person import Known, Person, Value

from .rows import replace_groups, rows_where
from .tables import mention as mention_table
from .tables import person as person_table
from .tables import person_value
from .told import read_value, write_value


class Placed(NamedTuple):
    """A person with the component they belong to, and the zone of whoever met them first."""

    person: Person
    component: str
    zone: str


def write_people(connection: Connection, gone: Collection[str], placed: Collection[Placed]) -> int:
    """These people stand as they are given, and none of ``gone``; rows removed and written."""
    keys = {*gone, *(one.person.person_key for one in placed)}
    return replace_groups(connection, person_table, "person_key", keys, map(_person_row, placed)) + replace_groups(
        connection, person_value, "person_key", keys, _value_rows(placed)
    )


def people_in(connection: Connection, components: Collection[str]) -> frozenset[str]:
    """Keys of the people of these components."""
    return frozenset(row[0] for row in rows_where(connection, person_table, "component", components))


def read_people(connection: Connection, person_keys: Collection[str]) -> Iterator[Person]:
    """These people as they stand, by key; unknown keys are absent."""
    fields: dict[str, dict[str, Known]] = {}
    for key, field, _, held, value, origin, question in _values(connection, person_keys):
        said = Value(value, origin, question)
        known = fields.setdefault(key, {})
        known[field] = Known(said) if held else Known(known[field].held, (*known[field].others, said))
    query = sa.select(mention_table.c.person_key, mention_table.c.mention_id).where(
        mention_table.c.person_key == sa.any_(sa.literal(list(person_keys), sa.ARRAY(sa.Text)))
    )
    mentions: dict[str, list[str]] = {}
    for key, mention_id in connection.execute(query.order_by(mention_table.c.mention_id)):
        mentions.setdefault(key, []).append(mention_id)
    for key, _, code, standing, _, aliases, doubts in rows_where(connection, person_table, "person_key", person_keys):
        yield Person(key, code, standing, aliases, fields.get(key, {}), tuple(mentions.get(key, ())), doubts)


def keys_of_code(connection: Connection, code: str) -> frozenset[str]:
    """Keys of the people whose code or alias this is: one, none, or several where two carry the same card."""
    c = person_table.c
    query = sa.select(c.person_key).where(sa.or_(c.code == code, c.aliases.contains([code])))
    return frozenset(connection.scalars(query))


def _values(
    connection: Connection, person_keys: Collection[str]
) -> Iterator[tuple[str, str, int, bool, Any, Origin, str]]:
    """The value held true first."""
    for row in rows_where(connection, person_value, "person_key", person_keys, "person_key, field, place"):
        key, field, place, held, kind, value, stage, root, edition, version, zone, repeat, question = row
        yield (
            key,
            field,
            place,
            held,
            read_value(kind, value),
            Origin(stage, root, edition, version, zone, repeat),
            question,
        )


def _person_row(placed: Placed) -> tuple[Any, ...]:
    one = placed.person
    return one.person_key, placed.component, one.code, one.standing, placed.zone, one.aliases, one.doubts


def _value_rows(placed: Iterable[Placed]) -> Iterator[tuple[Any, ...]]:
    for one in placed:
        for field, known in one.person.fields.items():
            for place, said in enumerate((known.held, *known.others)):
                origin = said.origin
                yield (
                    one.person.person_key,
                    field,
                    place,
                    place == 0,
                    *write_value(said.value),
                    *origin,
                    said.question,
                )
