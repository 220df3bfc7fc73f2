"""Stories of people on their way: arrival, talks, sessions, groups that change."""

import pytest

from .forms import decision, drafted, installed, met
from .people import arrived, counselled, followed_up, oriented
from .sent import AWA, BOUKARY, ISSA, OTHER_PLAN
from .story import training, usual

EARLY = ["drafted", "reviewed", "met", "installed"]
"""Steps of somebody who has no plan yet."""


@pytest.mark.parametrize(("today", "outcome"), [("2019-06-18", "unknown"), ("2019-06-19", "broken")])
def test_the_mother_nobody_went_to_see(today, outcome):
    """Flagged on 4 June, fourteen days are given: on the 18th somebody may still go, on the 19th it is too late."""
    story = usual(arrived=arrived(flagged=True), without=[*EARLY, "counselled", "oriented", "trained"], today=today)
    assert story.outcomes("arrival.immediate_follow_up") == {AWA: outcome}


@pytest.mark.parametrize(("day", "outcome"), [("2019-06-18", "met"), ("2019-06-19", "broken")])
def test_the_visit_on_the_last_day(day, outcome):
    """In time on day fourteen; a day later it stays late for ever."""
    story = usual(followed_up(day), arrived=arrived(flagged=True))
    assert story.outcomes("arrival.immediate_follow_up") == {AWA: outcome}


def test_the_visit_to_somebody_nobody_had_flagged():
    """A flag was forgotten, or another card was scanned."""
    assert usual(followed_up("2019-06-10")).broken == {"arrival.follow_up_of_flagged_only"}


def test_the_month_that_was_counted_from_the_flight():
    """Flown on 2 June, back in the commune on 2 July, oriented on the 4th: a month after the flight, two days at home."""
    story = usual(arrived=arrived(on="2019-07-02"), counselled=counselled("2019-07-03"))
    assert story.broken == {"orientation.month_after_return"}
    assert "2 jours après le retour" in story.reason("orientation.month_after_return")


@pytest.mark.parametrize(("days", "broken"), [(4, set()), (3, {"training.complete"})])
def test_four_days_of_five(days, broken):
    """Four are enough and said as four; three are not."""
    story = usual(trained=training()[:days])
    assert story.broken == broken
    (said,) = [f.reason_fr for f in story.findings if f.rule == "training.complete"]
    assert said.startswith(f"{days} jours sur 5")


def test_the_training_that_came_before_the_orientation():
    """Oriented on 17 July, in the middle of the training."""
    story = usual(oriented=oriented("2019-07-17"))
    assert story.broken == {"training.after_orientation", "order.person"}


def test_the_plan_that_came_before_the_training():
    """Drafted on 14 July; the training began on the 15th."""
    assert usual(drafted=drafted("2019-07-14")).broken == {"plan.after_training", "order.person"}
    assert usual(drafted=drafted("2019-07-15")).broken == set()


@pytest.mark.parametrize(("day", "broken"), [("2019-07-14", {"eligibility.wish"}), ("2019-07-16", set())])
def test_the_job_that_was_found(day, broken):
    """Awa says that she would rather have a job: before the training it counts, afterwards she was rightly trained."""
    assert usual(counselled(day, wish="job")).broken == broken


def test_the_registration_that_waits_on_a_tablet():
    """Everything else came: nobody is refused, and what depends on the day of return is unknown."""
    story = usual(without=["arrived"])
    assert story.blocked == {"eligibility.returnee"}
    assert story.outcomes("orientation.everybody") == {AWA: "met"}


def test_the_attendance_list_that_waits_on_a_tablet():
    """Trained without a known orientation: it is missing until its sheet comes."""
    story = usual(without=["oriented"])
    assert story.broken == {"training.after_orientation"}
    assert story.blocked == {"training.after_orientation", "orientation.everybody"}


TWO = (AWA, BOUKARY)
BOTH = {
    "arrived": (arrived(), arrived(BOUKARY)),
    "counselled": (counselled(), counselled(who=BOUKARY)),
    "oriented": oriented("2019-07-04", *TWO),
    "trained": training(*TWO),
    "drafted": drafted("2019-07-22", *TWO),
    "installed": installed(to=TWO),
}


def together(*more, **instead):
    """Awa and Boukary with one plan for both."""
    return usual(*more, **{**BOTH, **instead})


def test_two_friends_whose_way_was_in_order():
    """A group of two, and both received."""
    assert (together().broken, together().blocked) == (set(), set())


def test_the_certificate_without_boukarys_thumb():
    """The goods are everybody's: Awa's receipt does not stand for his."""
    story = together(installed=installed(to=[AWA]))
    assert story.broken == {"installation.every_member_received"}
    assert "1 porteur(s) sur 2" in story.reason("installation.every_member_received")


def test_the_group_that_lost_a_member_before_the_goods_came():
    """Validated as two, Boukary leaves on the 14th: Awa alone is no group, and the committee did not decide on her."""
    alone = drafted("2019-08-14", AWA, version=2, reason="members", changes={"plan/plan_kind": "collective"})
    story = together(alone, installed=installed(to=[AWA]))
    assert story.broken == {"group.together", "plan.kind"}
    assert story.says("installation.every_member_received") == {"met"}
    other = together(alone, installed=installed(to=[AWA], version=2))
    assert other.broken == {"group.together", "plan.kind", "installation.after_decision"}


def test_the_group_of_one():
    """A collective plan with one holder."""
    assert usual(drafted=drafted(changes={"plan/plan_kind": "collective"})).broken == {"plan.kind"}


def test_the_friend_who_came_without_training():
    """Issa is in the plan; nobody ever saw him before."""
    story = usual(drafted=drafted("2019-07-22", AWA, ISSA), installed=installed(to=[AWA, ISSA]))
    assert story.broken == {"plan.after_training", "counselling.skills_before_plan"}
    assert story.outcomes("eligibility.returnee") == {AWA: "met", ISSA: "unknown"}


def test_the_second_plan():
    """While her rams are fattening, Awa is in another plan too; once the first is refused she is free for a second."""
    second = drafted("2019-08-25", AWA, plan=OTHER_PLAN)
    assert usual(second).broken == {"plan.one_active"}
    refused = met("2019-08-08", decision(said="rejected"))
    assert usual(second, met=refused, without=["installed"]).broken == set()
