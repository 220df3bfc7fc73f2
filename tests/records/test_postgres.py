"""PostgreSQL reads every decoded value as what it is, straight through text COPY."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url

from pipeline.model.table import FIXED
from pipeline.warehouse.shapes import TYPES

from .stories import GOLDEN, STORIES, read_story


@pytest.fixture
def connection(empty_url):
    """A database of its own, in UTC as the warehouse's sessions are."""
    address = make_url(empty_url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address) as connection:
        connection.execute("set time zone 'UTC'")
        yield connection


def copy_story(connection, folder):
    """The story's tables, filled."""
    story = read_story(folder)
    decoded = story.decoder.decode(story.items)
    for table in story.planned.tables:
        columns = [*FIXED[table.role], *((c.name, c.kind) for c in table.columns)]
        shape = sql.SQL(", ").join(sql.SQL("{} " + TYPES[kind]).format(sql.Identifier(name)) for name, kind in columns)
        connection.execute(sql.SQL("create temporary table {} ({})").format(sql.Identifier(table.name), shape))
        copying = sql.SQL("copy {} from stdin").format(sql.Identifier(table.name))
        with connection.cursor() as cursor, cursor.copy(copying) as copy:
            for row in decoded.rows[table.name]:
                copy.write_row(row)
    return decoded


@pytest.mark.parametrize("folder", STORIES, ids=lambda folder: folder.name)
def test_every_row_of_a_story_is_accepted(folder, connection):
    """One value that PostgreSQL refuses would stop the whole batch."""
    decoded = copy_story(connection, folder)
    count = connection.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(folder.name))).fetchone()
    assert count == (decoded.decoded_count,)


def test_values_come_back_as_they_were_meant(connection):
    """Text on the wire, types in the table."""
    copy_story(connection, GOLDEN / "every_type")
    row = connection.execute(
        "select phone, zone__answer, budget, start, start_offset_minutes, held_on, opened_at, gps_latitude, understood,"
        " field ->> 'type' from every_type where root_uuid = 'uuid:full'"
    ).fetchone()
    assert row == (
        "070112233",
        4,
        Decimal("1250000.10"),
        datetime(2026, 11, 19, 21, 31, 0, 250000, tzinfo=UTC),
        180,
        date(2024, 2, 29),
        time(14, 30),
        12.1,
        True,
        "Polygon",
    )
