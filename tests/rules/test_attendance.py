"""What an orientation's roster says of each person."""

from dataclasses import replace
from typing import Any

import pytest

from pipeline.model.case import PersonCase
from pipeline.rules.attendance import is_in_own_commune, is_written_once, notes_pathway

from .cases import ORIENTED, a_journey, policy

ONE = a_journey().orientations[0]


def judged(rule, *attended, **changes: Any):
    """Outcomes for somebody with these attendances."""
    case = PersonCase(replace(a_journey(orientations=attended), **changes))
    return [verdict.outcome for verdict in rule.judge(case, policy())]


def test_who_was_never_oriented_is_no_case_for_the_roster():
    """That the orientation is missing is another rule's business."""
    for rule in (is_written_once, is_in_own_commune, notes_pathway):
        assert judged(rule) == ["not_applicable"]


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, "broken"),
        ({"session_code": "O-2"}, "met"),
        ({"held_on": ORIENTED.replace(day=9)}, "met"),
        ({"session_code": ""}, "met"),
    ],
)
def test_a_person_stands_once_in_a_session(changes, outcome):
    """Otherwise presence rates count one person twice; another session or day is no doubling."""
    second = ONE._replace(**({"mention_id": "uuid:orientation-1#late/1"} | changes))
    assert judged(is_written_once, ONE, second) == [outcome]


@pytest.mark.parametrize(
    ("session", "own", "outcome"),
    [
        ("BF-BLG-garango", "BF-BLG-garango", "met"),
        ("BF-BLG-beguedo", "BF-BLG-garango", "broken"),
        ("", "BF-BLG-garango", "unknown"),
        ("BF-BLG-garango", "", "unknown"),
    ],
)
def test_sessions_take_place_where_people_returned_to(session, own, outcome):
    """Reported, never blocked."""
    assert judged(is_in_own_commune, ONE._replace(commune=session), commune=own) == [outcome]


@pytest.mark.parametrize(("pathway", "outcome"), [("job", "met"), ("own_business", "met"), ("", "broken")])
def test_the_choice_at_the_end_is_written_whatever_it_is(pathway, outcome):
    """Whoever does not choose a business stays in the reports, and is not lost."""
    assert judged(notes_pathway, ONE._replace(pathway=pathway)) == [outcome]
