"""What is late, to be done, or coming up, and whose it is."""

import ast
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline.model.case import LocalityCase, PersonCase
from pipeline.model.finding import Finding
from pipeline.model.installation import Incident, Installation, Purchase
from pipeline.model.steps import ImmediateFollowUp
from pipeline.planning.late import NO_TASKS, REVIEW, TASKS, in_order, tasks_of
from pipeline.rules import practice
from tests.rules.cases import CODE, TODAY, a_draft, a_journey, a_plan, a_plan_case, origin

SOON = TODAY + timedelta(days=30)
PERSON = PersonCase(a_journey())


def finding(rule: str, outcome: Any = "broken", about: str = "", **changes: Any) -> Finding:
    """One finding about the person or plan of ``tests.rules.cases``."""
    kind: Any = "plan" if rule.split(".")[0] in {"installation", "visits", "amendment", "contribution"} else "person"
    one = Finding(rule, kind, "person-1", outcome, "warning", "Parce que.", "Because.", about=about, on=TODAY)
    return replace(one, **changes)


def tasks(case, *findings, until=SOON):
    """All tasks of the case."""
    return tuple(tasks_of(case, findings, until))


def installed(*steps, state="", **changes):
    """A plan with one installation of these steps."""
    done = Installation(origin("installation"), CODE, 1, TODAY, steps, hand_over_state=state, **changes)
    return a_plan_case(a_plan(installations=(done,)))


def deadlines():
    """Ids of rules in whose module a verdict with a deadline can come from the rule's own function."""
    for path in sorted(Path(practice.__file__).parent.glob("*.py")):
        functions = {n.name: n for n in ast.parse(path.read_text("utf-8")).body if isinstance(n, ast.FunctionDef)}
        for one in functions.values():
            ids = [str(ast.literal_eval(d.args[0])) for d in one.decorator_list if isinstance(d, ast.Call) and d.args]
            if ids and has_deadline(one, functions):
                yield ids[0]


def has_deadline(function, functions, seen=()):
    """Whether it, or a function of its module that it calls, says ``until=``."""
    calls = [n for n in ast.walk(function) if isinstance(n, ast.Call)]
    if any(k.arg == "until" for call in calls for k in call.keywords):
        return True
    named = {call.func.id for call in calls if isinstance(call.func, ast.Name)} & functions.keys() - {*seen}
    return any(has_deadline(functions[name], functions, (*seen, *named)) for name in named)


def test_every_rule_that_is_a_task_exists():
    """A rule that was renamed would silently vanish from what is due."""
    assert TASKS.keys() <= practice.BY_ID.keys()
    assert practice.BY_ID.keys() >= {*NO_TASKS, REVIEW}


def test_every_rule_with_a_deadline_is_a_task():
    """A new deadline that nobody lists is a deadline that nobody keeps."""
    found = set(deadlines())
    assert len(found) > 7
    assert found - NO_TASKS <= TASKS.keys()
    assert not TASKS.keys() & NO_TASKS


def test_broken_is_late_unknown_is_to_be_done_and_what_begins_soon_is_told():
    """The three things a team plans its week by."""
    due = TODAY + timedelta(days=9)
    told = tasks(
        PERSON,
        finding("training.leads_to_plan"),
        finding("orientation.everybody", "unknown", until=due),
        finding("surveys.satisfaction", "not_applicable", until=SOON),
    )
    assert [(t.state, t.due) for t in told] == [("late", None), ("open", due), ("soon", SOON)]


def test_what_begins_later_than_asked_stays_out():
    """A visit in eleven months is no task of today."""
    later = finding("surveys.satisfaction", "not_applicable", until=SOON + timedelta(days=1))
    assert tasks(PERSON, later, finding("surveys.satisfaction", "not_applicable"), finding("plan.kind")) == ()
    assert tasks(PERSON, finding("orientation.everybody", "met")) == ()


def test_a_follow_up_that_came_too_late_is_broken_and_no_task():
    """Nobody can make up for it."""
    late = finding("arrival.immediate_follow_up")
    visit = ImmediateFollowUp(origin("immediate_follow_up"), "m", TODAY, "done")
    assert len(tasks(PERSON, late)) == 1
    assert tasks(PersonCase(a_journey(follow_ups=(visit,))), late) == ()
    missed = replace(visit, outcome="absent")
    assert len(tasks(PersonCase(a_journey(follow_ups=(missed,))), late)) == 1


@pytest.mark.parametrize(("state", "count"), [("partial", 1), ("complete", 0)])
def test_an_installation_waits_until_the_hand_over_is_complete(state, count):
    """A late one that is done stays broken in the reports, and off the list of tasks."""
    assert len(tasks(installed("hand_over", state=state), finding("installation.backlog"))) == count


def test_a_new_review_is_a_task_until_something_was_bought():
    """After the purchase it is too late to look at the price."""
    again = finding("amendment.reviewed_again", "unknown")
    bought = (Purchase("ram", "", None, "head", 165000, TODAY),)
    assert [t.due for t in tasks(a_plan_case(), again)] == [None]
    assert tasks(installed("purchase", purchases=bought), again) == ()


def test_trouble_that_was_solved_late_is_no_task_and_open_trouble_is():
    """One of two may be over."""
    found = Incident("supplier_late", TODAY, True, TODAY), Incident("payment_late", TODAY, False, None)
    case = installed("incident", incidents=found)
    (root,) = {done.origin.root_uuid for done in case.plan.installations}
    both = [finding("installation.incidents_solved", about=f"{root} {n}") for n in (1, 2)]
    assert [t.about for t in tasks(case, *both)] == [f"{root} 2"]


def test_only_the_last_wave_that_is_due_is_a_visit_to_make():
    """The visit of three months cannot be made after half a year."""
    waves = [finding("visits.due", about="3 mois"), finding("visits.due", "unknown", "6 mois", until=SOON)]
    coming = finding("visits.due", "not_applicable", "12 mois", until=SOON)
    assert [t.about for t in tasks(a_plan_case(), *waves, coming)] == ["6 mois", "12 mois"]
    assert [t.about for t in tasks(a_plan_case(), waves[0], coming)] == ["3 mois", "12 mois"]


def test_a_training_made_up_for_elsewhere_is_no_task():
    """Four days in another town count as much."""
    short, whole = finding("training.complete", about="F-1"), finding("training.complete", "met", "F-2")
    assert [t.about for t in tasks(PERSON, short)] == ["F-1"]
    assert tasks(PERSON, short, whole) == ()
    assert tasks(replace(PERSON, plans=(a_plan(),)), short) == ()


@pytest.mark.parametrize("rule", ["orientation.everybody", "training.complete", "training.leads_to_plan"])
def test_whoever_was_never_registered_has_no_tasks_of_their_own(rule):
    """Most often it is somebody registered whose card was not read: the team would look for a person twice."""
    assert len(tasks(PERSON, finding(rule))) == 1
    assert tasks(PersonCase(a_journey(registrations=())), finding(rule)) == ()


def test_a_complaint_counts_whoever_made_it():
    """Its commune is at least that of a session they came to."""
    case = PersonCase(a_journey(registrations=(), commune=""))
    assert [one.commune for one in tasks(case, finding("surveys.complaint_closed"))] == ["BF-BLG-garango"]


def test_a_task_is_known_by_code_and_goes_to_the_zone_that_worked_with_the_case_last():
    """No name; and the team that trained somebody far from the airport is the one to ask."""
    far = a_journey(
        training_days=tuple(d._replace(origin=d.origin._replace(zone="est")) for d in a_journey().training_days)
    )
    (one,) = tasks(PersonCase(far), finding("training.leads_to_plan"))
    assert (one.subject, one.team, one.commune) == ("PABCDEFG", "est", "BF-BLG-garango")
    (other,) = tasks(a_plan_case(), finding("installation.backlog"))
    assert (other.subject, other.team) == (CODE, "burkina")


def test_a_place_belongs_to_the_zone_that_drafted_most_of_its_plans():
    """A meeting has no submission of its own yet."""
    plans = [a_plan(a_draft(origin=origin("business_plan")._replace(zone=zone))) for zone in ("b", "a", "b")]
    case = LocalityCase("BF-BLG-garango", "commune", tuple(plans))
    (one,) = tasks(case, finding("committee.local_meeting", subject_kind="locality"))
    assert (one.team, one.commune, one.since) == ("b", "BF-BLG-garango", None)


def test_tasks_stand_by_team_and_commune_the_late_ones_first():
    """Whoever prints it gives each team its own part."""
    told = in_order(
        [
            *tasks(a_plan_case(), finding("visits.due", "unknown", "3 mois", until=SOON)),
            *tasks(PERSON, finding("orientation.everybody", "unknown", until=TODAY)),
            *tasks(PERSON, finding("training.leads_to_plan")),
        ]
    )
    assert [(t.state, t.due) for t in told] == [("late", None), ("open", TODAY), ("open", SOON)]
