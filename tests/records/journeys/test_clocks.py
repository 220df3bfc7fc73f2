"""How long it took, what was skipped, and what waits; days counted by hand on a calendar of March 2019."""

import pytest

from pipeline.records.journeys.clocks import JOURNEY_CLOCKS, PLAN_CLOCKS, journey_clocks, plan_clocks
from pipeline.records.journeys.parked import parked
from pipeline.records.journeys.skips import plan_skips, skips

from ..plans.said import CODE, at, day, decided, draft, installation, persons_of, plan_of, review, visit
from .lives import attendance, counselling, follow_up, life, lives, person, registration, training

WHOLE = (
    registration(flight=-60, commune=-50),
    counselling(on=-40),
    attendance(on=-21, pathway="own_business"),
    *training("a", -10, -9, -8, -7, -6),
    draft(on=1),
)


def of_person(*said, as_of=100):
    clocks = journey_clocks(life(*said, linked=persons_of(draft1="a")), day(as_of))
    return {clock.name: clock for clock in clocks}


def of_plan(*said, as_of=100):
    return {clock.name: clock for clock in plan_clocks(plan_of(*said), day(as_of))}


def days(clocks):
    return {name: clock.days for name, clock in clocks.items()}


def test_a_person_s_clocks():
    """The flight and the return to the commune are ten days apart, and so are both clocks of counselling."""
    clocks = of_person(*WHOLE)
    assert tuple(clocks) == JOURNEY_CLOCKS
    assert days(clocks) == {
        "flight_to_commune": 10,
        "flight_to_counselling": 20,
        "commune_to_counselling": 10,
        "flight_to_orientation": 39,
        "commune_to_orientation": 29,
        "orientation_to_training": 11,
        "training_to_plan": 7,
    }
    assert not any(clock.is_open for clock in clocks.values())


def test_a_plan_s_clocks():
    """Reviewed twice: the first review for the first clock, the last before the committee for the second."""
    clocks = of_plan(
        draft(on=1), review("r1", on=5), review("r2", on=8), decided(on=10), review("r3", on=12),
        installation("i1", on=24, state="partial"), installation("i2", on=31), visit("v1", 220, wave="6"),
        visit("v2", 400, wave="12"), as_of=500,
    )  # fmt: skip
    assert tuple(clocks) == PLAN_CLOCKS
    assert days(clocks) == {
        "plan_to_review": 4,
        "review_to_decision": 2,
        "decision_to_first_delivery": 14,
        "first_to_complete_delivery": 7,
        "delivery_to_visit_6": 189,
        "delivery_to_visit_12": 369,
    }


def test_a_clock_that_still_runs_is_open_and_counts_to_the_day_asked_for():
    """Censored, not dropped."""
    clocks = of_person(registration(flight=-60, commune=-50), as_of=10)
    assert (clocks["commune_to_orientation"].days, clocks["commune_to_orientation"].is_open) == (60, True)
    assert (clocks["orientation_to_training"].days, clocks["orientation_to_training"].is_open) == (None, False)
    assert of_plan(draft(on=1), decided(on=10), as_of=40)["decision_to_first_delivery"][3:] == (30, True)


def test_a_skipped_step_closes_its_clock_without_days():
    """Somebody oriented without a talk does not wait for one for ever."""
    clocks = of_person(registration(), attendance())
    assert clocks["commune_to_counselling"][3:] == (None, False)
    assert of_plan(draft(), decided())["plan_to_review"][3:] == (None, False)


@pytest.mark.parametrize(
    ("pathway", "is_open"),
    [("own_business", True), ("collective_business", True), ("", True), ("job", False), ("declined", False)],
)
def test_only_who_wants_a_business_waits_for_a_training(pathway, is_open):
    """The others are not late: they chose something else."""
    assert of_person(registration(), attendance(pathway=pathway))["orientation_to_training"].is_open is is_open


def test_days_against_the_order_are_negative():
    """A finding, nothing to hide."""
    assert of_person(registration(commune=-30), counselling(on=-40))["commune_to_counselling"].days == -10


@pytest.mark.parametrize("decision", ["rejected", "adjourned"])
def test_only_a_validation_starts_the_clock_of_deliveries(decision):
    """Nobody waits for goods that were refused."""
    clock = of_plan(draft(), decided(decision=decision))["decision_to_first_delivery"]
    assert (clock.start, clock.days, clock.is_open) == (None, None, False)


def test_nothing_is_open_of_a_plan_that_is_over():
    """The business was never started: no second hand-over will come."""
    gone = visit(on=60, business_state="never_started")
    clocks = of_plan(draft(), review(), decided(), installation(state="partial"), gone)
    assert not any(clock.is_open for clock in clocks.values())


def test_visits_fall_due_only_after_a_complete_hand_over():
    """A partial one is counted from, but nobody is late yet."""
    partial = of_plan(draft(), decided(), installation(on=20, state="partial"))["delivery_to_visit_6"]
    complete = of_plan(draft(), decided(), installation(on=20))["delivery_to_visit_6"]
    assert (partial.start, partial.is_open) == (day(20), False)
    assert (complete.start, complete.days, complete.is_open) == (day(20), 80, True)


def test_what_comes_after_the_day_asked_for_is_not_looked_at():
    """A table as of 31 March must stay the same in May."""
    early = of_plan(draft(on=1), review(on=50), as_of=31)["plan_to_review"]
    assert (early.end, early.days, early.is_open) == (None, 30, True)
    stopped_later = of_plan(draft(on=1), visit(on=50, business_state="stopped"), as_of=31)["plan_to_review"]
    assert (stopped_later.days, stopped_later.is_open) == (30, True)


def test_a_step_without_a_date_starts_and_ends_no_clock():
    """There is nothing to count from."""
    assert of_person(registration(flight=None, commune=None), counselling())["commune_to_counselling"].days is None


def test_skips_name_what_is_missing_and_the_next_thing_that_happened():
    """Trained without orientation or talk; handed over without review, committee or validation."""
    said = (registration(), *training("a", -10), draft(), installation())
    (journey,), plans = lives([person()], *said, linked=persons_of(draft1="a"))
    assert [(s.person_key, s.plan_code, s.missing, s.before, s.on) for s in skips(journey, plans)] == [
        ("a", "", "counselled", "trained", day(-10)),
        ("a", "", "oriented", "trained", day(-10)),
        ("", CODE, "reviewed", "handed_over", day(20)),
        ("", CODE, "examined", "handed_over", day(20)),
        ("", CODE, "validated", "handed_over", day(20)),
    ]


def test_a_whole_life_skips_nothing_and_what_has_not_come_yet_is_no_skip():
    """The immediate follow-up is for flagged people only."""
    journey = life(*WHOLE, linked=persons_of(draft1="a"))
    assert skips(journey, [plan_of(draft())]) == ()
    assert plan_skips(plan_of(draft(), review(), decided(decision="rejected"))) == ()


def test_other_people_s_plans_are_no_concern():
    """Skips of a plan belong to its members."""
    assert skips(life(*WHOLE), [plan_of(installation())]) == ()


def test_an_event_out_of_order_is_not_missing():
    """The talk came after the training: a rule says so."""
    journey = life(registration(), attendance(), *training("a", -20), counselling(on=-5))
    assert skips(journey, []) == ()


def test_what_waits_is_told_with_its_age_longest_first():
    """So that somebody looks for the tablet."""
    people = [person("a", "unregistered"), person("b")]
    said = (counselling(), follow_up(), registration("b"), review(on=3, received_at=at(4)))
    journeys, plans = lives(people, *said, received={"uuid:talk-a": at(9), "uuid:soon-a": at(6)})
    waiting = parked(journeys, plans, day(20))
    assert [(one.kind, one.subject, one.stages, one.days) for one in waiting] == [
        ("plan", CODE, ("procurement_review",), 16),
        ("person", "a", ("counselling", "immediate_follow_up"), 14),
    ]


def test_what_resolved_itself_waits_no_more():
    """The registration and the draft arrived."""
    journeys, plans = lives([person("a")], counselling(), registration(), review(), draft())
    assert parked(journeys, plans, day(20)) == ()
