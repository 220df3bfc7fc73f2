"""What happened to whom, in order, and without anything that names them."""

from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.installation import Incident
from pipeline.model.person import Known, Value
from pipeline.model.steps import Journey
from pipeline.records.journeys.journeys import journeys
from pipeline.records.journeys.plan_events import plan_events
from pipeline.records.plans.plans import plans

from ..plans.said import CODE, at, day, decided, draft, installation, origin, persons_of, plan_of, review, visit
from .lives import (
    all_nouns,
    attendance,
    counselling,
    follow_up,
    life,
    linked_by_root,
    lives,
    person,
    registration,
    survey,
    training,
)


def told(journey):
    return [(event.kind, event.detail) for event in journey.events]


def whole_life():
    """From the flight to a year after the hand-over."""
    return [
        registration(),
        follow_up(),
        counselling(),
        attendance(pathway="own_business"),
        *training("a", -20, -19),
        draft(),
        review(on=5),
        decided(on=10),
        installation(on=20, steps=("purchase", "hand_over"), receivers=("uuid:install1#got/1",)),
        visit(on=200, wave="6"),
        survey(on=210),
    ]


def test_a_whole_life_is_told_in_order():
    """As a case worker would tell it."""
    journey = life(*whole_life(), linked=persons_of(draft1="a") | {"uuid:install1#got/1": "a"})
    assert told(journey) == [
        ("returned", ""),
        ("registered", ""),
        ("in_commune", ""),
        ("followed_up", ""),
        ("counselled", ""),
        ("oriented", "own_business"),
        ("trained", "1"),
        ("trained", "2"),
        ("drafted", "1"),
        ("reviewed", "conforming"),
        ("examined", "1"),
        ("validated", "validated"),
        ("purchased", ""),
        ("handed_over", "complete"),
        ("received", "complete"),
        ("visited", "6"),
        ("asked", "satisfaction"),
    ]
    assert journey.plans == (CODE,)
    assert {event.plan_code for event in journey.events} == {"", CODE}
    assert all(event.received_at for event in journey.events)


def test_a_journey_names_nobody():
    """It is what analysts may see: no field of the person but sex, birth year and commune."""
    secret = {
        "surname": "CANARY",
        "phone": "CANARY",
        "given_names": "CANARY",
        "village": "CANARY",
        "birth_date": "1990",
    }
    journey = life(registration(), sex="female", commune="BF4801", **secret)
    assert (journey.sex, journey.birth_year, journey.commune) == ("female", 1990, "BF4801")
    assert "CANARY" not in repr(journey)
    assert {one.name for one in fields(Journey)} & secret.keys() == set()


@pytest.mark.parametrize(
    ("written", "year"),
    [
        ("1990", 1990),
        ("1990-05", 1990),
        ("1990-05-12", 1990),
        (date(1990, 5, 12), 1990),
        ("", None),
        (None, None),
        ("90", None),
        ("vers", None),
    ],
)
def test_the_birth_year_is_as_far_as_it_is_known(written, year):
    """An estimate is a year; a word is nothing."""
    assert life(birth_date=written).birth_year == year


def test_fields_that_disagree_are_named_without_their_values():
    """Rules ask about them."""
    value = Value("female", origin("registration", "reg-a"), "person/sex")
    other = replace(value, value="male")
    somebody = replace(person(), fields={"sex": Known(value, (other,)), "commune": Known(value)})
    ((journey,), _) = lives([somebody])
    assert journey.others == ("sex",)


def test_a_talk_that_did_not_take_place_is_missed():
    """Somebody who was absent was not counselled."""
    journey = life(counselling(outcome="absent"), follow_up(outcome="unreachable"), survey(outcome="declined"))
    assert told(journey) == [("missed", "unreachable"), ("missed", "absent"), ("missed", "declined")]


def test_a_step_without_a_date_comes_last_and_stays():
    """A missing date is no missing talk."""
    journey = life(counselling(on=None), registration(flight=None, commune=None))
    assert told(journey) == [("registered", ""), ("counselled", "")]


def test_on_one_day_events_follow_the_practice():
    """Review and decision on the same day are in order unless their clocks say otherwise."""
    plan = plan_of(decided(on=5), review(on=5), draft(on=5))
    assert [event.kind for event in plan_events(plan)] == ["drafted", "reviewed", "examined", "validated"]


def test_who_left_does_not_share_what_came_later_and_who_came_does():
    """A validation is not theirs who had left, nor a review theirs who had not come."""
    said = (draft(who="ab"), review(on=5), draft("draft2", 2, 8, who="ac"), decided(version=2, on=10))
    keys = persons_of(draft1="ab", draft2="ac")
    found, _ = lives([person("a"), person("b"), person("c")], *said, linked=keys)
    kinds = {one.person_key: [event.kind for event in one.events] for one in found}
    assert kinds["a"] == ["drafted", "reviewed", "drafted", "examined", "validated"]
    assert kinds["b"] == ["drafted", "reviewed", "drafted"]
    assert kinds["c"] == ["drafted", "examined", "validated"]
    assert {one.person_key: one.plans for one in found} == {"a": (CODE,), "b": (CODE,), "c": (CODE,)}


def test_a_decision_dated_before_the_plan_stays_in_the_journey():
    """Back-dated papers are what a rule must see."""
    journey = life(draft(on=9), decided(on=3), linked=persons_of(draft1="a"))
    assert [event.kind for event in journey.events] == ["examined", "validated", "drafted"]


def test_a_visit_tells_of_the_person_visited_even_if_no_member():
    """They run the business now; that they hold no plan stays visible."""
    journey = life(draft(), visit(mention_id="uuid:visit1#who"), linked={"uuid:visit1#who": "a"})
    assert told(journey) == [("visited", "6")]
    assert journey.plans == ()


def test_visits_tell_of_groups_apart_and_of_businesses_that_ended():
    """With the day it ended, where that is known."""
    seen = visit(on=40, group_state="split", business_state="sold", state_since=day(35))
    events = plan_events(plan_of(draft(), seen))
    assert [(e.kind, e.detail, e.on) for e in events[1:]] == [
        ("ended", "sold", day(35)),
        ("visited", "6", day(40)),
        ("group_apart", "split", day(40)),
    ]


def test_two_incidents_of_one_kind_on_one_day_are_two():
    """An event set must not swallow one."""
    twice = (Incident("thefts", day(20), None, None), Incident("thefts", day(20), None, None))
    journey = life(draft(), installation(incidents=twice), linked=persons_of(draft1="a"))
    assert told(journey).count(("incident", "thefts")) == 2


def test_steps_without_a_registration_are_parked_since_the_first_came():
    """A tablet with the registration may still be offline, or the registration was deleted and its follow-ups remain."""
    received = {"uuid:talk-a": at(7), "uuid:soon-a": at(5)}
    assert life(counselling(), follow_up(), standing="unregistered", received=received).parked_since == at(5)
    assert life(counselling(), registration(), received=received).parked_since is None


def test_somebody_from_an_imported_list_is_not_parked():
    """The list founded them."""
    assert life(counselling(), standing="registered").parked_since is None


def test_two_registrations_of_one_person_are_both_kept():
    """Found twice at two desks."""
    found = life(registration(), registration(root="reg2-a", on=-54))
    assert [one.origin.root_uuid for one in found.registrations] == ["uuid:reg-a", "uuid:reg2-a"]


STEPS = st.lists(
    st.sampled_from(
        [
            *whole_life(),
            registration("b"),
            counselling("b", on=None),
            attendance("b", row=2),
            draft("draft2", 2, 8, who="ab"),
            draft("draft3", 1, 8, who="b", plan_code="BPLAN333"),
            decided("meeting2", code="BPLAN333", decision="rejected"),
            visit("visit2", 30, plan_code="BPLAN333"),
        ]
    ),
    unique_by=lambda one: one.origin,
    max_size=12,
)
KEYS = persons_of(draft1="a", draft2="ab", draft3="b") | {"uuid:install1#got/1": "a"}


@settings(max_examples=150, deadline=None)
@given(STEPS.flatmap(lambda steps: st.tuples(st.just(steps), st.permutations(steps))))
def test_the_order_of_arrival_changes_no_journey(both):
    """Tablets come online in any order."""
    said, shuffled = both
    people = [person("a"), person("b")]
    assert lives(people, *said, linked=KEYS) == lives(people[::-1], *shuffled, linked=KEYS)


@settings(max_examples=150, deadline=None)
@given(STEPS)
def test_a_journey_made_alone_is_the_journey_made_among_all(said):
    """From the submissions that speak of the person and the plans these speak of, as a run with little new does."""
    known = linked_by_root(*said) | KEYS
    whole = journeys([person("a"), person("b")], all_nouns(*said), plans(all_nouns(*said), known, {}), known)
    for journey in whole:
        roots = {mention.split("#")[0] for mention, key in known.items() if key == journey.person_key}
        own = [one for one in said if one.origin.root_uuid in roots]
        every = plans(all_nouns(*said), known, {})
        theirs = [plan for plan in every if journey.person_key in (plan.persons or {}).values()]
        assert journeys([person(journey.person_key)], all_nouns(*own), theirs, known) == (journey,)
