"""Arrival: the most vulnerable are followed up at once, and nobody else by mistake."""

from datetime import date

from pipeline.rules.arrival import comes_first, is_followed_up, was_flagged

from .cases import COUNSELLED, origin, policy
from .examples.people import FLAGGED, event, followed_up, person, registered

DAYS = policy(arrival__follow_up_days=14)


def judged(rule, case, by=DAYS):
    """The one verdict."""
    (verdict,) = rule.judge(case, by)
    return verdict


def flagged(*visits, **changes):
    """Somebody flagged on 8 January, with these visits."""
    return person(registrations=(registered(**({"is_flagged": True, "registered_on": date(2019, 1, 8)} | changes)),),
                  follow_ups=visits)  # fmt: skip


def test_a_visit_in_vain_is_no_follow_up():
    """Nobody was seen: the person is still alone."""
    assert judged(is_followed_up, flagged(followed_up(date(2019, 1, 10), "absent"))).outcome == "broken"
    both = flagged(followed_up(date(2019, 1, 10), "absent"), followed_up(date(2019, 1, 20)))
    assert judged(is_followed_up, both).outcome == "met"


def test_a_follow_up_that_came_too_late_stays_late_and_says_by_how_many_days():
    """Sent today, it does not make up for the time that passed."""
    verdict = judged(is_followed_up, flagged(followed_up(date(2019, 1, 25))))
    assert (verdict.outcome, "3 jours" in verdict.fr) == ("broken", True)


def test_the_day_of_return_starts_the_clock_where_the_form_does_not_say_its_own_day():
    """And without both nobody can tell what is late."""
    late = followed_up(date(2019, 1, 23))
    assert judged(is_followed_up, flagged(late, registered_on=None)).outcome == "broken"
    undated = flagged(late, registered_on=None, returned_on=None)
    assert judged(is_followed_up, undated).outcome == "unknown"


def test_until_the_time_is_over_the_verdict_says_when_to_look_again():
    """A run on that day judges again though nothing new was said."""
    verdict = judged(is_followed_up, flagged(), policy(date(2019, 1, 10), arrival__follow_up_days=14))
    assert (verdict.outcome, verdict.until) == ("unknown", date(2019, 1, 23))


def test_one_registration_that_flags_the_person_is_enough():
    """Somebody registered twice was flagged at one of the desks."""
    twice = person(registrations=(registered(), *FLAGGED), follow_ups=(followed_up(COUNSELLED),))
    assert judged(was_flagged, twice).outcome == "met"


def test_which_vulnerability_it_was_is_told_nowhere():
    """Findings are read by people who must not know."""
    said = judged(is_followed_up, flagged())
    assert {fact.label_en for fact in said.facts} == {"registration"}


def test_a_step_on_the_day_of_return_is_in_order_and_the_day_before_is_not():
    """Return and registration themselves are no later steps."""
    on_the_day = person(events=(event("counselled", date(2019, 1, 8)), event("registered", date(2019, 1, 1))))
    assert judged(comes_first, on_the_day).outcome == "met"
    early = judged(comes_first, person(events=(event("counselled", date(2019, 1, 7)),)))
    assert (early.outcome, early.facts[-1].origin) == ("broken", origin("counselling"))
