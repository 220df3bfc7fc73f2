"""Answers come back out of the tables as they went in, by question path, and no others."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

from pipeline.warehouse.answers import read_answers
from pipeline.warehouse.apart import keep_apart

from .stage import CANARY, a_person, load_people

PATHS = {"identity/surname", "age", "income", "born_on", "wakes_at", "asked_at", "agrees", "speaks", "never/asked"}


def read(connection, paths=PATHS, roots=None):
    """All that is read, in order."""
    return list(read_answers(connection, "returnee", paths, roots))


def test_every_answer_has_its_type_and_only_what_was_asked_is_there(connection):
    """Money that became a float, or a date that became a text, would change who is who."""
    load_people(connection, a_person())
    (one,) = read(connection)
    assert (one.root_uuid, one.stage, one.zone, one.edition_id, one.form_version) == (
        "uuid:1",
        "returnee",
        "nord",
        1,
        "v1",
    )
    assert one.submitted_at == datetime(2026, 11, 20, 6, tzinfo=UTC)
    assert dict(one.values) == {
        "identity/surname": CANARY,
        "age": 34,
        "income": Decimal("125000.50"),
        "born_on": date(1992, 2, 29),
        "wakes_at": time(5, 30),
        "asked_at": datetime(2026, 11, 20, 5, 1, tzinfo=UTC),
        "agrees": True,
        "speaks": ("moore", "bissa"),
    }
    assert one.repeats == {}


def test_rows_of_repeats_keep_their_place_and_their_parent(connection):
    """A visit belongs to one member and to no other."""
    load_people(connection, a_person(members=2))
    (one,) = read(connection, {"members/name", "members/visits/note"})
    assert [(row.row_id, row.parent_row_id, row.position) for row in one.repeats["members"]] == [(1, 0, 1), (2, 0, 2)]
    assert [row.parent_row_id for row in one.repeats["members/visits"]] == [1, 2]
    assert one.repeats["members"][1].values == {"members/name": f"{CANARY} 2"}
    assert one.values == {}


def test_only_the_submissions_named_are_read_and_unknown_ones_are_absent(connection):
    """A night reads what changed, and not the country."""
    load_people(connection, *(a_person(f"uuid:{n}", n) for n in (1, 2, 3)))
    assert [one.root_uuid for one in read(connection, roots=["uuid:3", "uuid:1", "uuid:9"])] == ["uuid:1", "uuid:3"]
    assert [one.root_uuid for one in read(connection)] == ["uuid:1", "uuid:2", "uuid:3"]


def test_an_answer_that_is_missing_is_absent(connection):
    """Nothing said is not the same as an empty word."""
    load_people(connection, a_person(age=None, income=None))
    (one,) = read(connection, {"age", "income", "agrees"})
    assert dict(one.values) == {"agrees": True}


def test_a_restricted_stage_is_never_read(connection):
    """Linking must not know whom the focal point met."""
    load_people(connection, a_person())
    keep_apart(connection, "returnee", True)
    assert read(connection) == []
