"""One small stage, as a decoder would hand it over: people with members, their visits, and chosen languages."""

from datetime import UTC, datetime

from pipeline.model.decoded import Decoded
from pipeline.model.form import Choice, Form, Question, Repeat
from pipeline.model.table import Column, Table
from pipeline.warehouse.load import load
from pipeline.warehouse.shapes import ensure_tables

from ..encoded import encoded

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
CANARY = "OUEDRAOGO-CANARI"
NORTH, SOUTH = "returnee/nord", "returnee/sud"

MAIN = Table(
    "returnee",
    "main",
    (
        Column("surname", "text", "identity/surname", "identity"),
        Column("age", "integer", "age", "open"),
        Column("income", "decimal", "income", "open"),
        Column("gps_latitude", "real", "gps#latitude", "sensitive"),
        Column("born_on", "date", "born_on", "open"),
        Column("wakes_at", "time", "wakes_at", "open"),
        Column("asked_at", "instant", "asked_at", "open"),
        Column("agrees", "boolean", "agrees", "open"),
        Column("field", "json", "field", "sensitive"),
        Column("remark", "text", "remark", "text"),
    ),
)
MEMBERS = Table(
    "returnee__members",
    "repeat",
    (
        Column("name", "text", "members/name", "identity"),
        Column("sex", "text", "members/sex", "open"),
    ),
    "members",
    "returnee",
)
VISITS = Table(
    "returnee__members__visits",
    "repeat",
    (Column("note", "text", "members/visits/note", "text"),),
    "members/visits",
    "returnee__members",
)
TESTS = Table(
    "returnee__members__visits__tests",
    "repeat",
    (Column("score", "integer", "members/visits/tests/score", "open"),),
    "members/visits/tests",
    "returnee__members__visits",
)
SPEAKS = Table("returnee__speaks", "choices", (), "speaks", "returnee")
TABLES = (MAIN, MEMBERS, VISITS, TESTS, SPEAKS)


def a_form(**privacy):
    """An edition of the stage's form; ``privacy`` by the question's name changes what an edition says."""

    def ask(path, kind, privacy_now, repeat=None, choice_list=None):
        name = path.rpartition("/")[2]
        said = privacy.get(name, privacy_now)
        return Question(path, kind, repeat, said, {"fr": f"Question {name}"}, choice_list=choice_list)

    return Form(
        form_id="returnee",
        title="Personne",
        version="1",
        questions=(
            ask("identity/surname", "text", "identity"),
            ask("age", "integer", "open"),
            ask("income", "decimal", "open"),
            ask("gps", "geopoint", "sensitive"),
            ask("born_on", "date", "open"),
            ask("wakes_at", "time", "open"),
            ask("asked_at", "datetime", "open"),
            ask("agrees", "acknowledge", "open"),
            ask("field", "geoshape", "sensitive"),
            ask("remark", "text", "text"),
            ask("speaks", "select_multiple", "open", choice_list="language"),
            ask("brother", "select_one", "identity", choice_list="relative"),
            ask("members/name", "text", "identity", "members"),
            ask("members/sex", "select_one", "open", "members", "sex"),
            ask("members/visits/note", "text", "text", "members/visits"),
            ask("members/visits/tests/score", "integer", "open", "members/visits/tests"),
        ),
        repeats=(
            Repeat("members"),
            Repeat("members/visits", "members"),
            Repeat("members/visits/tests", "members/visits"),
        ),
        lists={
            "language": (Choice("bissa", {"fr": "Bissa"}), Choice("moore", {"fr": "Mooré"})),
            "sex": (Choice("f", {"fr": "Féminin"}), Choice("m", {"fr": "Masculin"})),
            "relative": (Choice("r1", {"fr": f"{CANARY} Awa"}),),
        },
        languages=("fr",),
    )


def a_person(root="uuid:1", edition=1, members=2, deployment=NORTH, **answers):
    """Rows by table of one submission that answers everything."""
    given = {
        "surname": CANARY,
        "age": 34,
        "income": "125000.50",
        "gps_latitude": "11.78",
        "born_on": "1992-02-29",
        "wakes_at": "05:30:00",
        "asked_at": "2026-11-20T05:01:00+00:00",
        "agrees": True,
        "field": '{"type": "Polygon", "coordinates": []}',
        "remark": "ligne\tun\nligne \\ deux",
    } | answers
    zone = deployment.partition("/")[2]
    fixed = (root, f"{root}-{edition}", edition, deployment, zone, "v1", "2026-11-20T06:00:00+00:00")
    numbers = range(1, members + 1)
    return {
        "returnee": [fixed + tuple(given[c.name] for c in MAIN.columns)],
        "returnee__members": [(root, n, 0, n, f"{CANARY} {n}", "f") for n in numbers],
        "returnee__members__visits": [(root, n, n, 1, f"visit of {CANARY}") for n in numbers],
        "returnee__members__visits__tests": [(root, n, n, 1, 10 + n) for n in numbers],
        "returnee__speaks": [(root, 0, n, choice) for n, choice in enumerate(("moore", "bissa"), start=1)],
    }


def a_batch(*people, set_aside=(), tables=TABLES):
    """What the decoder yields for these people."""
    batch = Decoded(columns={t.name: tuple(c.name for c in t.columns) for t in tables}, set_aside=list(set_aside))
    for person in people:
        for table, rows in person.items():
            batch.rows.setdefault(table, []).extend(rows)
    batch.decoded_count = len(people)
    return encoded(batch, tables[0].name)


def load_people(connection, *people, deployment=NORTH, removed=(), set_aside=(), at=NOON, tables=TABLES):
    """The tables are there and the people in them; returns the counts."""
    ensure_tables(connection, "returnee", tables)
    batches = [a_batch(*people, set_aside=set_aside, tables=tables)] if people or set_aside else []
    return load(connection, "returnee", deployment, batches, removed=removed, run_id=None, at=at)
