"""The demo goes the whole way in miniature: forms deployed, filled by JavaRosa, sent, pulled, loaded, counted."""

import json
import re

import pytest
from sqlalchemy import create_engine, make_url, text

from pipeline.run.demo.demo import play_demo
from pipeline.run.demo.funnel import read_funnel
from pipeline.run.telling import Silent
from pipeline.simulation.plans import Totals
from pipeline.warehouse.snapshot import table_rows

from ..conftest import fresh
from .typed import environment, retour

TOTALS = Totals(made=(8, 14), examined=(6, 11), validated=(4, 7), returnees=30)


class Heard(Silent):
    """Keeps what is said."""

    def __init__(self):
        self.lines = []

    def say(self, line):
        self.lines.append(line)


@pytest.fixture(scope="module")
def demo(tmp_path_factory, database_url, migrated_template):
    """One small demo with other totals than the sheet's, on a database of its own."""
    folder = tmp_path_factory.mktemp("demo") / "programme"
    for url in fresh(make_url(database_url), migrated_template):
        shown_url = url.render_as_string(hide_password=False)
        heard = Heard()
        with environment({"RETOUR_DATABASE_URL": shown_url}):
            shown = play_demo(folder, heard, seed=4, totals=TOTALS)
            yield shown, folder, heard.lines, shown_url


def steps(shown):
    return {step: (plans, people) for step, plans, people in shown.funnel}


def test_the_totals_asked_for_come_out_of_the_reporting_views(demo):
    """Plans drafted again are one plan; people are those of the plan."""
    funnel = steps(demo[0])
    assert funnel["Plans montés"] == TOTALS.made
    assert funnel["Plans examinés"] == TOTALS.examined
    assert funnel["Plans validés"] == TOTALS.validated


def test_the_funnel_narrows_from_the_flight_to_a_year_after(demo):
    """More people are registered than counselled than oriented; no more plans followed than installed than validated."""
    funnel = steps(demo[0])
    people = [funnel[f"{s}"][1] for s in ("Enregistrements (doublons compris)", "Personnes conseillées")]
    known = next(people for step, (_, people) in funnel.items() if step.startswith("Personnes enregistrées ("))
    assert people[0] >= known >= TOTALS.returnees >= people[1] >= funnel["Personnes orientées"][1] >= TOTALS.made[1]
    trained = sum(funnel[f"Personnes formées ({days})"][1] for days in ("5 jours", "4 jours sur 5"))
    assert funnel["Personnes orientées"][1] >= trained >= TOTALS.made[1]
    installed = funnel["Plans installés (à mars 2020)"][0]
    assert TOTALS.validated[0] >= installed >= funnel["Plans suivis à 12 mois (à mars 2020)"][0]


def test_no_form_refuses_a_synthetic_answer(demo):
    """A refused answer would change the story."""
    assert demo[0].played.refused == []


def test_every_stage_is_filled(demo):
    """A stage without a submission would never be seen to work."""
    sent = demo[0].played.sent
    assert {book.stage for book in demo[0].report.books} == set(sent)


def test_the_books_balance_with_three_documents_set_aside(demo):
    """The queue has something to show, and the demo still ends well."""
    report, played = demo[0].report, demo[0].played
    assert report.exit_code == 0
    assert sum(book.set_aside for book in report.books) == played.damaged == 3
    archived = sum(book.archived for book in report.books)
    assert archived == sum(played.sent.values()) + played.damaged - played.deleted


def test_the_queue_says_what_is_wrong_with_them(demo):
    """Two of an unknown version, one with a text in a number."""
    said = retour("--project", demo[1], "queue", "list", "--json")
    assert sorted(entry["reason"] for entry in said.document) == ["unknown_version", "unknown_version", "wrong_type"]


def test_late_tablets_come_with_the_second_run(demo):
    """A report of the first evening cannot know them."""
    assert demo[0].played.late > 0
    assert sum(book.new for book in demo[0].report.books) >= demo[0].played.late


def test_the_committees_form_lists_exactly_the_plans_that_are_ready_and_not_yet_examined(demo):
    """Read as a tablet reads it, and held against an SQL query over the answers that knows none of the rules' code."""
    lists = demo[0].lists
    made, examined = TOTALS.made[0], TOTALS.examined[0]
    assert lists.on_tablet == lists.in_answers
    assert len(lists.on_tablet) >= made - examined > 0
    assert {one.outcome for one in lists.published} <= {"sent", "unchanged"}
    assert all(one.seen for one in lists.published if one.outcome == "sent")


def test_a_third_run_writes_nothing(demo):
    """Nothing happened since; the machine can sleep."""
    engine = create_engine(demo[3])
    with engine.connect() as connection:
        before = table_rows(connection)
    said = retour("--project", demo[1], "run", "--json")
    assert (said.code, said.document["rows_written"], said.document["balanced"]) == (0, 0, True)
    with engine.connect() as connection:
        assert table_rows(connection) == before
    engine.dispose()
    assert read_funnel(demo[1], Silent()) == demo[0].funnel


def test_the_findings_sum_to_the_report(demo):
    """One query over the table gives what the report says; rules of every kind of case were asked."""
    engine = create_engine(demo[3])
    with engine.connect() as connection:
        counted = connection.execute(text("SELECT severity, outcome, count(*) FROM ops.finding GROUP BY 1, 2")).all()
        kinds = set(connection.scalars(text("SELECT DISTINCT subject_kind FROM ops.finding")))
    engine.dispose()
    told = demo[0].report.document()["findings"]
    assert {(severity, outcome): n for severity, outcome, n in counted} == {
        (severity, outcome): n for severity, found in told["by_severity"].items() for outcome, n in found.items() if n
    }
    assert kinds == {"person", "plan", "meeting", "session", "locality"}
    assert told["broken"]


def test_it_says_that_nobody_is_real(demo):
    """Somebody will copy a figure out of it."""
    assert demo[0].report.is_synthetic
    assert any("SYNTHETIC" in line for line in demo[2])
    assert "SYNTHETIC" in retour("--project", demo[1], "status").out


def test_whoever_plans_gets_a_meeting_a_list_and_a_pack(demo, tmp_path):
    """Each planner goes the whole way: from forms on tablets to what somebody prints."""
    _, folder, _, url = demo
    made, examined = TOTALS.made[0], TOTALS.examined[0]

    def typed(*words):
        return retour("--project", folder, *words, RETOUR_DATABASE_URL=url)

    places = json.loads(typed("committee", "ready", "--json").out)["localities"]
    with create_engine(url).connect() as connection:
        adjourned = connection.scalar(
            text("SELECT count(DISTINCT plan) FROM registry.plan_event WHERE kind = 'adjourned'")
        )
    assert sum(place["waiting"] for place in places) == made - examined + adjourned
    said = typed("committee", "dossier", places[0]["place"], "--out", tmp_path / "d.pdf")
    assert said.code == 0, said.err
    assert (tmp_path / "d.pdf").read_bytes().startswith(b"%PDF")
    tasks = json.loads(typed("due", "--json").out)["tasks"]
    assert {one["team"] for one in tasks} <= {"burkina", ""}
    missing = json.loads(typed("orientation", "plan", "--json").out)
    assert missing["people"] == len({code for one in missing["communes"] for code in one["codes"]})
    draws = [typed("sample", "certificates", "--share", "0.5", "--seed", "s") for _ in range(2)]
    assert draws[0].code == 0
    assert draws[0].out == draws[1].out


def names_in(url):
    """Every word of every name and phone that is known."""
    query = "SELECT DISTINCT value FROM registry.person_value WHERE field IN ('surname', 'given_names', 'phone')"
    with create_engine(url).connect() as connection:
        return {part for value in connection.scalars(text(query)) for part in str(value).split()}


def test_no_planner_tells_a_name(demo):
    """Lists are printed, mailed and left on tables; a code is enough to do the work."""
    _, folder, _, url = demo
    words = set()
    for typed in (
        "committee ready",
        "orientation plan",
        "due --cases",
        "due --json",
        "sample certificates --share 1 --seed s",
    ):
        said = retour("--project", folder, *typed.split(), RETOUR_DATABASE_URL=url)
        assert said.code == 0, said.err
        words |= {word.casefold() for word in re.findall(r"\w{3,}", said.out)}
    names = {name.casefold() for name in names_in(url)}
    places = (folder / "config/places.csv").read_text("utf-8").casefold()
    assert len(names) > 20
    assert {name for name in names & words if name not in places} == set()


def test_any_case_is_explained_and_nobody_named(demo):
    """Plans, the people beside them, their meetings: every rule answers, and no name and no phone is in it."""
    _, folder, _, url = demo

    def typed(*words):
        said = retour("--project", folder, *words, RETOUR_DATABASE_URL=url)
        assert said.code == 0, said.err
        return said

    with create_engine(url).connect() as connection:
        plans = list(connection.scalars(text("SELECT plan_code FROM registry.plan ORDER BY 1 LIMIT 3")))
    told = {code: json.loads(typed("explain", code, "--json").out)[0] for code in plans}
    beside = [
        near["code"] for one in told.values() for kind in ("person", "meeting") for near in one["beside"].get(kind, ())
    ]
    said = "".join(typed("explain", code, "--all").out for code in (*plans, *beside[:6]))
    names = {name for name in names_in(url) if len(name) > 3}
    assert len(names) > 20
    assert names & set(re.split(r"\W+", said + json.dumps(told, ensure_ascii=False))) == set()
    assert all(one["rules"] for one in told.values())
