"""Who may go on: a returnee with a wish; and what counselling tells."""

from dataclasses import replace
from datetime import date

from pipeline.rules.counselling import comes_after_return, skills_are_known, tells_wish_skills_and_idea
from pipeline.rules.eligibility import is_returnee, wishes_a_business

from .cases import COUNSELLED, TRAINED, origin, policy
from .examples.people import holder, oriented, person, registered, talk

POLICY = policy()


def judged(rule, case):
    """The one outcome."""
    (verdict,) = rule.judge(case, POLICY)
    return verdict.outcome


def told(*wishes):
    """Somebody trained from 25 February on, with these wishes told in counselling: (day, wish)."""
    talks = tuple(
        talk(origin=origin("counselling", n), counselled_on=day, wish=wish) for n, (day, wish) in enumerate(wishes, 1)
    )
    return person(counsellings=talks, orientations=())


def test_a_registration_that_waits_on_a_tablet_refuses_nobody():
    """Whom only later stages speak of is unknown, not turned away."""
    assert judged(is_returnee, person(registrations=())) == "unknown"
    assert judged(is_returnee, person(registrations=(registered(returned_on=None),))) == "unknown"
    assert judged(is_returnee, person(registrations=(registered(returned_on=None), registered()))) == "met"


def test_the_last_wish_before_the_training_counts():
    """People change their mind in the weeks between counselling and training."""
    assert judged(wishes_a_business, told((COUNSELLED, "job"), (TRAINED, "own_business"))) == "met"
    assert judged(wishes_a_business, told((COUNSELLED, "own_business"), (TRAINED, "job"))) == "broken"


def test_a_change_of_mind_after_the_training_takes_nothing_back():
    """Who later finds a job was still rightly trained; and a wish told afterwards is no ground for having trained."""
    next_day = TRAINED.replace(day=26)
    assert judged(wishes_a_business, told((COUNSELLED, "own_business"), (next_day, "job"))) == "met"
    assert judged(wishes_a_business, told((next_day, "own_business"))) == "unknown"


def test_the_choice_at_the_end_of_the_orientation_is_a_wish():
    """Many chose only then."""
    late = person(orientations=(oriented(pathway="vocational_training"),))
    assert judged(wishes_a_business, late) == "broken"
    assert judged(wishes_a_business, person(counsellings=())) == "met"


def test_without_a_training_the_day_of_the_plan_decides():
    """Nobody drafts a plan for somebody who does not want one."""
    before, after = (talk(counselled_on=date(2019, 3, day)) for day in (4, 5))
    for said, outcome in ((before, "met"), (after, "unknown")):
        assert judged(wishes_a_business, holder(counsellings=(said,), orientations=(), training_days=())) == outcome


def test_a_talk_before_the_return_to_the_commune_needs_a_reason():
    """On the day of return it is in time; the flight does not count."""
    early = date(2019, 1, 7)
    for changes, outcome in (
        ({"counselled_on": date(2019, 1, 8)}, "met"),
        ({"counselled_on": early}, "broken"),
        ({"counselled_on": early, "has_early_reason": True}, "met"),
    ):
        assert judged(comes_after_return, person(counsellings=(talk(**changes),))) == outcome
    flown = registered(returned_on=date(2018, 12, 1))
    assert (
        judged(comes_after_return, person(registrations=(flown,), counsellings=(talk(counselled_on=early),)))
        == "broken"
    )


def test_a_second_talk_completes_the_first():
    """Two visits are one conversation."""
    halves = (talk(wish=""), talk(has_skill=None))
    assert judged(tells_wish_skills_and_idea, person(counsellings=halves)) == "met"
    assert judged(tells_wish_skills_and_idea, person(counsellings=halves[:1])) == "broken"


def test_to_say_that_one_has_no_skill_is_an_answer():
    """'None' was asked and told; silence was not."""
    for has_skill, outcome in ((True, "met"), (False, "met"), (None, "broken")):
        said = replace(talk(), has_skill=has_skill, skills=())
        assert judged(skills_are_known, holder(counsellings=(said,))) == outcome


def test_skills_told_on_the_day_of_the_plan_are_told_in_time():
    """Both sides of that day."""
    for day, outcome in ((4, "met"), (5, "broken")):
        assert judged(skills_are_known, holder(counsellings=(talk(counselled_on=date(2019, 3, day)),))) == outcome
