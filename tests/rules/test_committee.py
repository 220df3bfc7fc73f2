"""Who sits on the committee, and the meeting itself."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from pipeline.model.case import MeetingCase
from pipeline.rules.committee import (
    has_expert_of_each_sector,
    has_outside_opinion,
    has_three_families,
    is_rooted,
    reaches_quorum,
)
from pipeline.rules.meetings import examines_not_too_many, has_taken_place, is_of_one_day

from .cases import CODE, HELD, MEETING, TODAY, a_decision, a_meeting, a_plan, policy

LIMITS = policy(committee__quorum=3, committee__local_share=Decimal("0.5"), committee__most_plans=2)
NONE = policy(committee__quorum=None, committee__local_share=None, committee__most_plans=None)
AUTHORITY, SOCIETY, EXPERT = a_meeting().members


def case(*members, meetings=None, plans=None, **changes):
    """A meeting of these members."""
    held = meetings or (a_meeting(**({"members": members or (AUTHORITY, SOCIETY, EXPERT)} | changes)),)
    return MeetingCase(MEETING, held, plans if plans is not None else {CODE: a_plan()})


def judged(rule, case, by=LIMITS):
    """The one outcome."""
    (verdict,) = rule.judge(case, by)
    return verdict.outcome


def test_three_families_sit():
    """Local authorities, civil society, technical experts."""
    assert judged(has_three_families, case()) == "met"


@pytest.mark.parametrize("missing", [AUTHORITY, SOCIETY, EXPERT])
def test_a_family_that_is_missing_breaks_the_composition(missing):
    """Each of the three is asked for by the sheet."""
    assert judged(has_three_families, case(*({AUTHORITY, SOCIETY, EXPERT} - {missing}))) == "broken"


def test_a_guest_does_not_stand_for_a_family():
    """Guests advise; they do not vote."""
    guest = EXPERT._replace(role="guest", votes=False)
    assert judged(has_three_families, case(AUTHORITY, SOCIETY, guest)) == "broken"
    assert judged(has_expert_of_each_sector, case(AUTHORITY, SOCIETY, guest)) == "broken"


def test_a_meeting_without_its_members_is_unknown():
    """They may be on another tablet."""
    empty = case(members=())
    for rule in (has_three_families, reaches_quorum, has_outside_opinion):
        assert judged(rule, empty) == "unknown"


def test_members_of_a_meeting_written_in_two_submissions_count_once():
    """Two tablets, one table: the same three seats are three, not six."""
    by = policy(committee__quorum=4)
    assert judged(reaches_quorum, case(meetings=(a_meeting(), a_meeting())), by) == "broken"
    halves = (a_meeting(members=(AUTHORITY,)), a_meeting(members=(SOCIETY, EXPERT)))
    assert judged(has_three_families, case(meetings=halves)) == "met"


def test_two_meetings_under_one_code_are_told():
    """They would lend each other their members: a family missing on one day would never show."""
    two = case(meetings=(a_meeting(), a_meeting(held_on=date(2019, 3, 22))))
    (verdict,) = is_of_one_day.judge(two, LIMITS)
    assert (verdict.outcome, "20 mars 2019, 22 mars 2019" in verdict.fr) == ("broken", True)
    assert judged(is_of_one_day, case(meetings=(a_meeting(), a_meeting(held_on=None)))) == "met"


def test_an_expert_of_another_sector_is_not_the_plans_expert():
    """A livestock plan is not judged by a baker."""
    assert judged(has_expert_of_each_sector, case(AUTHORITY, SOCIETY, EXPERT._replace(sector="crafts"))) == "broken"
    assert judged(has_expert_of_each_sector, case()) == "met"


def test_a_plan_without_a_known_sector_is_unknown_unless_the_list_said_it():
    """A plan nobody received still has the sector of the committee's list."""
    assert judged(has_expert_of_each_sector, case(plans={})) == "unknown"
    listed = (a_decision(listed_sector="livestock"),)
    assert judged(has_expert_of_each_sector, case(plans={}, decisions=listed)) == "met"


def test_each_plan_of_the_meeting_has_its_own_verdict():
    """One sector may be there and another not."""
    other = replace(a_plan(), code="BXYZ", sector="crafts")
    both = case(decisions=(a_decision(), a_decision(plan_code="BXYZ")), plans={CODE: a_plan(), "BXYZ": other})
    assert {v.about: v.outcome for v in has_expert_of_each_sector.judge(both, LIMITS)} == {
        CODE: "met",
        "BXYZ": "broken",
    }
    assert judged(has_expert_of_each_sector, case(decisions=())) == "not_applicable"


def test_the_quorum_is_reached_at_its_number():
    """Both sides; secretaries do not count."""
    assert judged(reaches_quorum, case()) == "met"
    assert judged(reaches_quorum, case(AUTHORITY, SOCIETY)) == "broken"
    assert judged(reaches_quorum, case(AUTHORITY, SOCIETY, EXPERT._replace(role="secretary"))) == "broken"
    assert judged(reaches_quorum, case(), NONE) == "not_applicable"


def test_half_of_the_votes_are_local():
    """Both sides of the share, and seats that do not say where from only where they decide."""
    away, unsaid = AUTHORITY._replace(is_local=False), AUTHORITY._replace(is_local=None)
    assert judged(is_rooted, case(SOCIETY, away)) == "met"
    assert judged(is_rooted, case(SOCIETY, away, away)) == "broken"
    assert judged(is_rooted, case(SOCIETY, away, unsaid)) == "unknown"
    assert judged(is_rooted, case(), NONE) == "not_applicable"


def test_one_opinion_from_outside_is_enough_and_a_guest_can_give_it():
    """Expertise the implementer itself cannot have."""
    inside = [seat._replace(is_implementer=True) for seat in (AUTHORITY, SOCIETY)]
    guest = EXPERT._replace(role="guest", votes=False)
    assert judged(has_outside_opinion, case(*inside, guest)) == "met"
    assert judged(has_outside_opinion, case(*inside)) == "broken"
    assert judged(has_outside_opinion, case(*inside, EXPERT._replace(is_implementer=None))) == "unknown"
    assert judged(has_outside_opinion, case(*inside, EXPERT._replace(role="secretary"))) == "broken"


def test_a_meeting_looks_at_no_more_plans_than_set():
    """Different plans: the same one twice is one."""
    three = tuple(a_decision(plan_code=code) for code in ("B1", "B2", "B3"))
    assert judged(examines_not_too_many, case(decisions=(*three[:2], three[0]))) == "met"
    assert judged(examines_not_too_many, case(decisions=three)) == "broken"
    assert judged(examines_not_too_many, case(decisions=())) == "not_applicable"
    assert judged(examines_not_too_many, case(decisions=three), NONE) == "not_applicable"


@pytest.mark.parametrize(
    ("held", "outcome"), [(HELD, "met"), (TODAY, "met"), (date(2019, 4, 2), "broken"), (None, "unknown")]
)
def test_a_meeting_is_not_in_the_future(held, outcome):
    """Today's meeting has taken place; tomorrow's has not."""
    assert judged(has_taken_place, case(held_on=held)) == outcome
