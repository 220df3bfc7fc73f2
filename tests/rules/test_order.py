"""Events in their order, surveys when due, and complaints closed."""

from dataclasses import replace
from datetime import date

from pipeline.rules.order import person_in_order, plan_in_order
from pipeline.rules.surveys import complaints_are_closed, is_asked

from .cases import a_plan, a_plan_case, a_review, origin, policy
from .examples.people import asked, oriented, person, receiver
from .examples.plans import reviewed
from .goods import handed_over, installed

POLICY = policy(surveys__satisfaction_days=180, surveys__complaint_days=30)


def judged(rule, case, by=POLICY):
    """The one verdict."""
    (verdict,) = rule.judge(case, by)
    return verdict


def test_two_steps_on_one_day_are_in_order():
    """A day tells no hour; the day before does."""
    for day, outcome in ((date(2019, 2, 25), "met"), (date(2019, 2, 26), "broken")):
        assert judged(person_in_order, person(orientations=(oriented(held_on=day),))).outcome == outcome


def test_the_first_of_each_step_counts():
    """A second orientation after the training spoils nothing."""
    both = person(orientations=(oriented(), oriented(held_on=date(2019, 3, 20))))
    assert judged(person_in_order, both).outcome == "met"


def test_a_review_after_the_decision_and_goods_before_it_are_out_of_order():
    """Each names the two steps and their days."""
    late = judged(plan_in_order, reviewed(a_review(reviewed_on=date(2019, 3, 21))))
    assert (late.outcome, late.fr) == ("broken", "Décision le 20 mars 2019, avant revue le 21 mars 2019.")
    assert judged(plan_in_order, installed(handed_over(happened_on=date(2019, 3, 19)))).outcome == "broken"
    assert judged(plan_in_order, a_plan_case(replace(a_plan(), reviews=()))).outcome == "met"


def test_an_attempt_in_vain_is_a_non_response_and_one_interview_is_enough():
    """Non-response is told apart from never tried."""
    assert "Non-réponse" in judged(is_asked, receiver(asked("absent"))).fr
    assert judged(is_asked, receiver(asked("absent"), asked())).outcome == "met"
    assert judged(is_asked, receiver(), policy(date(2020, 1, 1), surveys__satisfaction_days=1)).outcome == "broken"


def test_whoever_had_left_before_the_goods_is_not_asked_about_them():
    """They received nothing."""
    case = receiver()
    for left, outcome in ((date(2019, 3, 28), "not_applicable"), (date(2019, 3, 29), "unknown")):
        plan = replace(case.plans[0], members=(case.plans[0].members[0]._replace(until=left),))
        assert judged(is_asked, replace(case, plans=(plan,))).outcome == outcome


def test_each_complaint_has_its_own_verdict():
    """One that was answered does not hide one that was not."""
    first, second = asked(complaint="closed"), asked(complaint="open", on=date(2019, 1, 2))
    case = person(surveys=(first, second._replace(origin=origin("satisfaction", 2))))
    assert [v.outcome for v in complaints_are_closed.judge(case, POLICY)] == ["met", "broken"]
