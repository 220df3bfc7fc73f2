"""What waits for whom, made of a programme that was lived: committee, orientation."""

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from pipeline.errors import SetupError
from pipeline.findings.overrides import declare
from pipeline.model.override import Override
from pipeline.planning.orientation import missing_by_commune
from pipeline.programme import Names
from pipeline.registry.listing import not_oriented
from pipeline.run.judging.judging import Judging
from pipeline.run.linking.touched import Touched
from pipeline.run.planning.committee import localities
from pipeline.run.planning.dossier import make_pack
from pipeline.run.planning.planned import planned_sessions
from pipeline.run.wording import find_place, read_labels
from pipeline.settings import load_settings
from tests.rules.cases import policy

from .lived import AWA, BEGUEDO, FATI, GARANGO, ISSA, LIVESTOCK, Lived

CONFIG = Path(__file__).parents[2] / "config"
TODAY = date(2019, 6, 1)
POLICY = policy(TODAY, committee__local_level="commune", committee__local_minimum=4, committee__local_reminder=5,
                committee__most_plans=3, procurement__review_required=False)  # fmt: skip
NOON = datetime(2019, 6, 1, 12, tzinfo=UTC)
SURNAME = "SAWADOGO"


@pytest.fixture
def lived(engine):
    """Three people, judged by a policy that asks for no review."""
    with engine.begin() as connection:
        one = Lived(connection, policy=POLICY)
        for card in (AWA, ISSA, FATI):
            one.register(card)
        yield one


@pytest.fixture
def settings(tmp_path):
    """The programme as it is shipped."""
    shutil.copytree(CONFIG, tmp_path / "config")
    return load_settings(tmp_path, {})


def drafted(lived, count, commune=GARANGO):
    """So many plans, a week apart, the last one first."""
    for n in reversed(range(count)):
        lived.draft(f"B-{n}", AWA, on=date(2019, 3, 1 + 7 * n), commune=commune)
    lived.link()
    return lived


def found(lived, settings, places=None):
    """Places with plans that wait."""
    label = read_labels(settings, lived.connection)
    return localities(settings, lived.connection, lived.book(), label, places)


def pack(lived, settings, of="Garango"):
    """The pack of a place or meeting, after the rules were asked."""
    Judging(lived.book(), NOON, None).run(Touched(everything=True), "mark")
    return make_pack(settings, lived.connection, lived.book(), read_labels(settings, lived.connection), of)


@pytest.mark.parametrize(("count", "is_ready", "is_reminder"), [(3, False, False), (4, True, False), (5, True, True)])
def test_a_place_is_ready_at_four_and_reminded_at_five(lived, settings, count, is_ready, is_reminder):
    """Both sides of both numbers, from submissions to the list."""
    (one,) = found(drafted(lived, count), settings)
    assert (one.name, one.is_ready, one.is_reminder, len(one.waiting)) == ("Garango", is_ready, is_reminder, count)


def test_the_agenda_has_the_longest_waiting_and_the_rest_comes_later(lived, settings):
    """Three plans a meeting, says this policy."""
    (one,) = found(drafted(lived, 4), settings)
    told = one.document(read_labels(settings, lived.connection))
    assert [plan["plan"] for plan in told["agenda"]] == ["B-0", "B-1", "B-2"]
    assert [plan["plan"] for plan in told["later"]] == ["B-3"]
    assert told["oldest"] == date(2019, 3, 1)


def test_an_examined_plan_waits_no_more(lived, settings):
    """It disappears with the decision, whoever wrote the minutes."""
    drafted(lived, 4)
    lived.meet("M-1", ("B-0", "validated"), on=date(2019, 5, 1))
    lived.link()
    (one,) = found(lived, settings)
    assert [w.plan.code for w in one.waiting] == ["B-1", "B-2", "B-3"]


def test_whom_to_invite_comes_from_the_offices_list(lived, settings):
    """Garango's own authority, and the nearest expert of the sector of the plans."""
    (one,) = found(drafted(lived, 4), settings)
    told = {(i.category, i.sector): i.partner.code for i in one.agenda.invitations if i.partner}
    assert told["local_authority", ""] == "delegation_garango"
    assert told["technical_expert", "livestock"] == "animal_resources_centre_est"


def test_a_province_gathers_the_plans_of_its_communes(lived, settings):
    """Where communes are small, a meeting is called for the province."""
    lived.draft("B-8", ISSA, commune=BEGUEDO)
    by = policy(
        TODAY, committee__local_level="province", committee__local_minimum=4, procurement__review_required=False
    )
    lived.policy = by
    (one,) = found(drafted(lived, 3), settings)
    assert (one.place, one.level, len(one.waiting), one.is_ready) == ("BF-BLG", "province", 4, True)
    assert len(pack(lived, settings, "Béguédo").pages) == len(pack(lived, settings, "Boulgou").pages) == 4


def test_a_planned_meeting_is_told_and_gives_its_pack_a_number_and_a_day(lived, settings):
    """Nobody calls the members twice."""
    lived.plan_session("C-7", kind="committee", on=date(2019, 6, 20))
    lived.plan_session("C-0", kind="committee", on=date(2019, 5, 20))
    drafted(lived, 4)
    (one,) = found(lived, settings)
    assert planned_sessions(lived.book().reading.sayings, lived.connection, "committee").keys() == {"C-0", "C-7"}
    assert [meeting.number for meeting in one.planned] == ["C-7"]
    cover = pack(lived, settings, "C-7").cover
    assert (cover.place, cover.meeting, cover.held_on, cover.later) == ("Garango", "C-7", "20/06/2019", 1)


def test_a_pack_has_a_page_for_each_plan_of_the_agenda(lived, settings):
    """Whoever prints it takes it to the meeting as it is."""
    made = pack(drafted(lived, 4), settings)
    assert [(page.code, page.waiting_since) for page in made.pages] == [
        ("B-0", "01/03/2019"), ("B-1", "08/03/2019"), ("B-2", "15/03/2019"),
    ]  # fmt: skip
    assert (made.cover.later, made.cover.holders, made.cover.is_held) == (1, 3, False)


def test_the_pack_of_a_held_meeting_has_the_plans_it_decided_about(lived, settings):
    """To read the minutes again beside what the members had before them."""
    drafted(lived, 4)
    lived.meet("M-1", ("B-3", "validated"), ("B-1", "rejected"), on=date(2019, 5, 1))
    lived.link()
    made = pack(lived, settings, "M-1")
    assert [page.code for page in made.pages] == ["B-3", "B-1"]
    assert (made.cover.is_held, made.cover.held_on, made.cover.invited) == (True, "01/05/2019", ())


def test_no_name_stands_in_a_pack_unless_the_setting_allows_it(lived, settings):
    """Members are outsiders; a code is enough to speak of somebody."""
    drafted(lived, 4)
    made = pack(lived, settings)
    assert AWA in repr(made)
    assert SURNAME not in repr(made)
    allowed = pack(lived, replace(settings, names=Names(committee=True)))
    assert allowed.cover.with_names
    assert not made.cover.with_names


def test_a_pack_says_what_the_rules_found_in_their_own_words(lived, settings):
    """What members read is what the office reads."""
    remarks = pack(drafted(lived, 4), settings).pages[0].remarks
    assert ("Non respectée (bloquante)", "Le plan est monté pendant ou après la formation de ses porteurs.",
            f"1 porteur(s) sur 1 sans formation connue ({AWA}).") in remarks  # fmt: skip


def test_a_plan_that_no_rule_was_asked_about_is_not_printed_as_if_all_were_well(lived, settings):
    """'Nothing to remark' must mean that somebody looked."""
    drafted(lived, 4)
    with pytest.raises(SetupError, match=r"have not been asked .* retour build"):
        make_pack(settings, lived.connection, lived.book(), read_labels(settings, lived.connection), "Garango")


def test_an_override_stands_on_the_page_with_who_declared_it_and_until_when(lived, settings):
    """It never hides the finding: members read both."""
    drafted(lived, 4)
    why, by = "formé ailleurs, attestation vue", "chef de zone"
    for last in (date(2019, 6, 1), date(2019, 5, 31)):
        one = Override(uuid4(), "plan.after_training", "plan", "B-0", "B-0", why, by, NOON, last)
        declare(lived.connection, one, None)
    page, other, *_ = pack(lived, settings).pages
    (told,) = page.overrides
    assert told == ("Le plan est monté pendant ou après la formation de ses porteurs.", by, why, "01/06/2019")
    assert any(told[0] in remark for remark in page.remarks)
    assert other.overrides == ()


@pytest.mark.parametrize(
    ("of", "told"),
    [
        ("Tenkodogo", "no plan waits for a committee there"),
        ("Boulgou", "is a province, and committees meet by commune here"),
        ("Garengo", "Did you mean 'Garango'"),
        ("Centre-Est", "is a region"),
        ("C-99", "is no place of config/places.csv"),
    ],
)
def test_a_wrong_place_says_what_is_wrong_and_where_to_look(lived, settings, of, told):
    """The reader typed it on the way to a meeting."""
    with pytest.raises(SetupError, match=told):
        pack(drafted(lived, 4), settings, of)


def test_a_place_is_found_by_code_or_name_without_accents(settings):
    """Keyboards differ."""
    assert find_place(settings, "beguedo") == find_place(settings, "Béguédo") == find_place(settings, BEGUEDO)


def test_only_those_without_an_orientation_are_read(lived):
    """An office has twenty thousand people and a few hundred who miss it."""
    lived.orient("O-1", AWA)
    lived.counsel(ISSA, LIVESTOCK)
    lived.link()
    keys = not_oriented(lived.connection)
    assert keys == sorted(lived.key(card) for card in (ISSA, FATI))
    lives = [case.journey for case in lived.book().persons(keys)]
    (commune,) = missing_by_commune(lives, (), {})
    assert (commune.place, commune.codes, [one.need for one in commune.needs]) == (GARANGO, (ISSA, FATI), [LIVESTOCK])
