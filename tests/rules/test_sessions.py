"""Orientation and training: who was there, when, and what was told."""

from datetime import date

from pipeline.model.steps import Need, PlannedSession
from pipeline.rules.orientation import is_a_month_after_return, passes_orientation
from pipeline.rules.sessions import has_local_experts, invites_for_needs, lasts_one_day, presents_opportunities
from pipeline.rules.training import comes_after_orientation, covers_modules, is_complete, leads_to_plan

from .cases import ORIENTED, TODAY, TRAINED, origin, policy
from .examples.events import EXPERT, LIVESTOCK, MODULES, orientation, session, training
from .examples.people import holder, oriented, person, registered, trained

POLICY = policy(
    orientation__latest_days=60, orientation__target_days=30, orientation__tolerance_days=15,
    training__complete_days=4, training__plan_days=90, training__modules=MODULES,
)  # fmt: skip


def judged(rule, case, by=POLICY):
    """The one verdict."""
    (verdict,) = rule.judge(case, by)
    return verdict


def test_the_month_counts_from_the_return_to_the_commune_and_not_from_the_flight():
    """Thirty days after the flight may be four days after the return: both are shown, one decides."""
    back = registered(returned_on=date(2019, 1, 9), in_commune_on=date(2019, 2, 4))
    verdict = judged(is_a_month_after_return, person(registrations=(back,)))
    assert (verdict.outcome, "4 jours" in verdict.fr) == ("broken", True)
    assert [fact.label_en for fact in verdict.facts] == ["flight", "return to the commune", "orientation"]


def test_somebody_whose_return_nobody_dated_is_not_called_late():
    """A missing day is asked for, not guessed."""
    undated = person(registrations=(registered(in_commune_on=None),), orientations=())
    assert judged(passes_orientation, undated).outcome == "unknown"


def test_a_session_written_with_two_days_is_no_day():
    """One verdict for each submission of the session."""
    both = orientation(session(), session(origin=origin("orientation", 2), ended_on=date(2019, 2, 9)))
    assert [v.outcome for v in lasts_one_day.judge(both, POLICY)] == ["met", "broken"]


def test_opportunities_told_on_any_sheet_of_the_session_count():
    """Two teams wrote the session down."""
    both = orientation(session(opportunities=()), session())
    assert judged(presents_opportunities, both).outcome == "met"


def test_an_expert_who_was_invited_and_did_not_come_was_not_there():
    """Invitation is not presence."""
    absent = orientation(session(actors=(EXPERT._replace(attended=False),)))
    assert judged(has_local_experts, absent).outcome == "broken"
    assert judged(has_local_experts, orientation(session(actors=()))).outcome == "broken"


def test_an_invitation_has_a_need_or_another_reason():
    """Experts of the kind or of the sector somebody asked for; and planned invitations count too."""
    assert judged(invites_for_needs, orientation(needs=(Need("", "livestock"),))).outcome == "met"
    assert judged(invites_for_needs, orientation(needs=(Need("bank", "trade"),))).outcome == "broken"
    mayor = EXPERT._replace(invited_for="authority")
    assert judged(invites_for_needs, orientation(session(actors=(mayor,)))).outcome == "met"
    planned = PlannedSession(origin("session_plan"), "orientation", "O-1", ORIENTED, 1, "x", "held", (EXPERT,))
    only_planned = orientation(session(actors=()), needs=(LIVESTOCK,), planned=planned)
    assert judged(invites_for_needs, only_planned).outcome == "met"


def test_four_of_five_days_are_enough_and_said_as_four():
    """Reports count them apart."""
    verdict = judged(is_complete, person(training_days=trained(4)))
    assert (verdict.outcome, verdict.fr) == ("met", "4 jours sur 5.")


def test_the_same_day_written_twice_is_one_day_and_a_sixth_does_not_exist():
    """Two tablets, one room."""
    three = trained(3)
    assert judged(is_complete, person(training_days=(*three, three[0]))).outcome == "broken"
    assert judged(is_complete, person(training_days=(*three, three[0]._replace(day=6)))).outcome == "broken"


def test_two_trainings_are_not_added_up():
    """Two days here and two there are no training."""
    halves = tuple(day._replace(session_code=f"F-{1 + n % 2}") for n, day in enumerate(trained(4)))
    assert {v.about: v.outcome for v in is_complete.judge(person(training_days=halves), POLICY)} == {
        "F-1": "broken",
        "F-2": "broken",
    }


def test_a_training_goes_on_for_five_days_after_its_last_sheet():
    """Both sides; the verdict says when to look again."""
    begun = person(training_days=trained(1))
    for today, outcome in ((date(2019, 3, 2), "unknown"), (date(2019, 3, 3), "broken")):
        assert judged(is_complete, begun, policy(today, training__complete_days=4)).outcome == outcome


def test_orientation_comes_on_an_earlier_day_than_the_training():
    """Both sides: the eve is in time, the first day of training is not."""
    for day, outcome in ((date(2019, 2, 24), "met"), (TRAINED, "broken")):
        assert judged(comes_after_orientation, person(orientations=(oriented(held_on=day),))).outcome == outcome


def test_any_plan_the_person_holds_or_held_ends_the_wait_for_one():
    """A refused plan was a plan."""
    assert judged(leads_to_plan, holder(), policy(date(2021, 1, 1), training__plan_days=1)).outcome == "met"


def test_modules_of_all_days_count_together_and_days_to_come_are_waited_for():
    """Five days, four modules."""
    (first,) = training(MODULES[:2]).sessions
    second = session(origin=origin("training", 2), kind="training", held_on=TRAINED, day=2, modules=MODULES[2:])
    both = orientation(first, second)
    assert judged(covers_modules, both).outcome == "not_applicable"
    assert judged(covers_modules, type(both)("F-1", "training", (first, second))).outcome == "met"
    for today, outcome in ((date(2019, 3, 1), "unknown"), (date(2019, 3, 2), "broken"), (TODAY, "broken")):
        by = policy(today, training__modules=MODULES)
        assert judged(covers_modules, training(MODULES[:2]), by).outcome == outcome
