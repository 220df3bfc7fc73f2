"""What rules are given: each case holds all that was said about it; asking for a few gives what asking for all does."""

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest

from pipeline.cards.batches import Batch, issue
from pipeline.cards.replacing import Replacement, record_replacement
from pipeline.errors import SetupError
from pipeline.model.steps import Need
from pipeline.rules.policy import Policy, Threshold
from pipeline.run.judging.policy import country_day, read_ruling

from .histories import History
from .lived import AWA, BEGUEDO, FATI, GARANGO, ISSA, LIVESTOCK, Lived

NOON = datetime(2019, 6, 1, 12, tzinfo=UTC)
CONFIG = Path(__file__).parents[2] / "config"


@pytest.fixture
def lived(engine):
    """Nobody was met yet."""
    with engine.begin() as connection:
        yield Lived(connection)


@pytest.fixture
def programme(tmp_path):
    """A folder with the shipped ``config``."""
    shutil.copytree(CONFIG, tmp_path / "config")
    return tmp_path


def test_a_person_comes_with_every_plan_and_with_those_that_are_active(lived):
    """Somebody in two active plans must be seen in both; a refused one is history."""
    lived.register(AWA)
    lived.draft("B-1", AWA)
    lived.draft("B-2", AWA, on=date(2019, 4, 1))
    lived.draft("B-3", AWA, on=date(2019, 5, 1))
    lived.meet("M-1", ("B-1", "rejected"))
    lived.link()
    (case,) = lived.book().persons()
    assert [plan.code for plan in case.plans] == ["B-1", "B-2", "B-3"]
    assert case.active_plans == ("B-2", "B-3")


def test_a_plan_comes_with_everybody_who_ever_held_it(lived):
    """A holder who left was still trained, or was not; rivals are those of present members."""
    for card in (AWA, ISSA, FATI):
        lived.register(card)
    lived.draft("B-1", AWA, ISSA)
    lived.draft("B-1", AWA, FATI, version=2, on=date(2019, 4, 1))
    lived.draft("B-2", FATI, on=date(2019, 5, 1))
    lived.link()
    cases = {case.plan.code: case for case in lived.book().plans()}
    assert set(cases["B-1"].holders) == {lived.key(card) for card in (AWA, ISSA, FATI)}
    assert cases["B-1"].rivals == {lived.key(FATI): ("B-2",)}
    assert cases["B-2"].rivals == {lived.key(FATI): ("B-1",)}


def test_a_meeting_written_on_two_tablets_is_one_case(lived):
    """Its quorum and its decisions are those of both; a plan nobody drafted is absent."""
    lived.register(AWA)
    lived.draft("B-1", AWA)
    lived.meet("M-1", ("B-1", "validated"))
    lived.meet("M-1", ("B-9", "rejected"))
    lived.link()
    (case,) = lived.book().meetings()
    assert [d.plan_code for m in case.meetings for d in m.decisions] == ["B-1", "B-9"]
    assert list(case.plans) == ["B-1"]


def test_a_meeting_finds_a_plan_by_the_card_that_was_lost(lived):
    """Minutes name the plan by the code it had that day."""
    old, new = issue(lived.connection, Batch(uuid4(), "plan", "", "", "", NOON), 2)
    lived.register(AWA)
    lived.draft(old, AWA)
    lived.meet("M-1", (old, "validated"))
    record_replacement(lived.connection, Replacement(new, old, "lost", "awa", NOON))
    lived.link()
    (case,) = lived.book(**{old: new}).meetings()
    assert {code: plan.code for code, plan in case.plans.items()} == {old: new}


def test_an_orientation_knows_what_its_commune_asked_for_before_it(lived):
    """Invitations answer needs told in counselling: of the same commune, and not afterwards."""
    for card, commune in ((AWA, GARANGO), (ISSA, GARANGO), (FATI, BEGUEDO)):
        lived.register(card, commune)
    told = lived.counsel(AWA, LIVESTOCK)
    lived.counsel(ISSA, Need("bank", ""), on=date(2019, 3, 1))
    lived.counsel(FATI, Need("training_centre", ""))
    lived.plan_session("O-1")
    lived.orient("O-1", AWA, ISSA)
    lived.link()
    (case,) = lived.book().sessions()
    assert {need: [o.root_uuid for o in where] for need, where in case.needs.items()} == {LIVESTOCK: [told]}
    assert case.planned.invitations[0].expert_type == "livestock_service"


def test_a_session_that_was_only_planned_is_a_case_and_a_planned_meeting_is_none(lived):
    """A meeting is judged by its minutes."""
    lived.plan_session("O-1")
    lived.plan_session("C-1", kind="committee")
    lived.link()
    assert [(case.session_code, case.kind, case.sessions) for case in lived.book().sessions()] == [
        ("O-1", "orientation", ())
    ]


def test_localities_are_communes_or_provinces_as_the_office_says(lived):
    """Where communes are small, a meeting is called for the province."""
    lived.register(AWA)
    lived.draft("B-1", AWA)
    lived.draft("B-2", AWA, commune=BEGUEDO)
    lived.link()
    communes = {case.place: [p.code for p in case.plans] for case in lived.book().localities()}
    assert communes == {GARANGO: ["B-1"], BEGUEDO: ["B-2"]}
    level = {"committee.local_level": (Threshold("committee.local_level", "province"),)}
    lived.policy = Policy(date(2019, 6, 1), level, parents={GARANGO: "BF-BLG", BEGUEDO: "BF-BLG"})
    (province,) = lived.book().localities()
    assert (province.place, province.level, [p.code for p in province.plans]) == ("BF-BLG", "province", ["B-1", "B-2"])


@pytest.mark.parametrize("seed", range(400, 404))
def test_one_case_at_a_time_is_what_all_at_once_are(engine, seed):
    """What changed is judged alone: its case must not depend on what else is read with it."""
    with engine.connect() as connection, connection.begin():
        history = History(connection, seed)
        history.live(8)
        lived = Lived(connection, history.world)
        book = lived.book()
        for kind, name in (
            ("persons", lambda c: c.journey.person_key),
            ("plans", lambda c: c.plan.code),
            ("meetings", lambda c: c.meeting_id),
            ("localities", lambda c: c.place),
        ):
            every = list(getattr(book, kind)())
            assert every or kind in ("meetings", "localities"), f"history {seed} has no {kind}"
            for case in every:
                assert list(getattr(book, kind)([name(case)])) == [case]
            assert list(getattr(book, kind)([])) == []
            assert list(getattr(book, kind)(["nobody"])) == []


def test_cases_read_in_batches_are_the_same(lived):
    """A whole country's cases would not fit in memory; nobody is lost between two batches."""
    for card in (AWA, ISSA, FATI):
        lived.register(card)
    lived.draft("B-1", AWA, FATI)
    lived.link()
    book = lived.book()
    every = sorted(book.persons(), key=lambda case: case.journey.person_key)
    assert len(every) == 3
    assert sorted(replace(book, at_once=1).persons(), key=lambda case: case.journey.person_key) == every


def test_the_policy_is_what_the_programmes_files_say(programme):
    """Thresholds, prices and places of this programme, not of the program."""
    policy = read_ruling(programme, NOON).policy
    assert policy.value("committee.local_minimum") == 4
    assert policy.catalogue["ram"].price == Decimal(55000)
    assert policy.parents["BF-BLG"] == "BF48"
    assert policy.today == date(2019, 6, 1)


def test_the_day_is_that_of_the_country(programme):
    """At half past midnight in Paris it is still yesterday in Ouagadougou."""
    paris = datetime.fromisoformat("2019-06-02T00:30+02:00")
    assert country_day(paris) == date(2019, 6, 1)


def test_a_programme_laid_before_there_were_rules_is_told_what_to_do(programme):
    """It must not be judged by thresholds nobody set."""
    (programme / "config/rules.toml").unlink()
    with pytest.raises(SetupError, match=r"rules.toml.*is missing.*retour init FOLDER"):
        read_ruling(programme, NOON)


def test_the_mark_moves_with_thresholds_prices_places_and_the_day_a_version_begins(programme):
    """Everything is then judged again; on any other day nothing is."""
    mark = read_ruling(programme, NOON).mark
    assert read_ruling(programme, NOON.replace(day=2)).mark == mark
    assert read_ruling(programme, NOON.replace(year=2018, month=8)).mark != mark
    for file, old, new in (
        ("rules.toml", "value = 14", "value = 15"),
        ("catalogue.csv", "55000", "56000"),
        ("places.csv", "Boulgou", "Boulgou "),
    ):
        path = programme / "config" / file
        before = path.read_text("utf-8")
        path.write_text(before.replace(old, new), "utf-8")
        assert path.read_text("utf-8") != before
        assert read_ruling(programme, NOON).mark != mark
        path.write_text(before, "utf-8")
    assert read_ruling(programme, NOON).mark == mark


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("rules.toml", "[[arrival.follow_up_days]\n", "no valid TOML"),
        ("catalogue.csv", "name,unit\nram,head\n", "no column 'reference_price_xof'"),
        ("catalogue.csv", "name,unit,reference_price_xof\nram,head,cher\n", "line 2.*'cher' is no price"),
        ("places.csv", "name\nBF1\n", "no column 'parent'"),
    ],
)
def test_a_broken_file_is_named_with_what_to_mend(programme, file, content, said):
    """A data manager mends it without reading the program."""
    (programme / "config" / file).write_text(content, "utf-8")
    with pytest.raises(SetupError, match=said):
        read_ruling(programme, NOON)
