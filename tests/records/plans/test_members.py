"""Who is in a plan from when to when, which plans go on, and which groups went apart."""

from datetime import date

import pytest

from pipeline.records.plans.active import active_plans, is_over, splits
from pipeline.records.plans.plans import plans

from .said import CODE, day, decided, draft, installation, line, nouns_of, persons_of, plan_of, review, reviewed, visit


def stays(plan):
    return [(one.person_key, one.role, one.since, one.until) for one in plan.members]


def made(*said, **who):
    return plans(nouns_of(*said), persons_of(**who), {})


def test_who_is_not_in_the_next_version_leaves_on_its_day():
    """And who comes later joins on the day of the version that names them."""
    plan = plan_of(draft(who="ab"), draft("draft2", 2, 9, who="ac"), draft1="ab", draft2="ac")
    assert stays(plan) == [("a", "lead", day(1), None), ("b", "member", day(1), day(9)), ("c", "member", day(9), None)]


def test_who_comes_back_has_two_stays():
    """The months between are not theirs."""
    plan = plan_of(
        draft(who="ab"), draft("d2", 2, 5, who="a"), draft("d3", 3, 9, who="ab"), draft1="ab", d2="a", d3="ab"
    )
    assert [one for one in stays(plan) if one[0] == "b"] == [
        ("b", "member", day(1), day(5)),
        ("b", "member", day(9), None),
    ]


def test_a_new_role_is_a_new_row():
    """Who answered for the group, and when, must remain readable."""
    plan = plan_of(draft(who="ab"), draft("draft2", 2, 9, who="ba"), draft1="ab", draft2="ba")
    assert ("a", "lead", day(1), day(9)) in stays(plan)
    assert ("a", "member", day(9), None) in stays(plan)


def test_somebody_written_twice_is_one_member_and_both_mentions_stay():
    """A collective plan of one person counted twice would pass for a group."""
    plan = plan_of(draft(who="aa"), draft1="aa")
    assert stays(plan) == [("a", "lead", day(1), None)]
    assert list((plan.persons or {}).values()) == ["a", "a"]


def test_members_nobody_could_find_are_counted_one_by_one():
    """A plan whose members never registered is no plan without members."""
    plan = plan_of(draft(who="ab"), draft("draft2", 2, 9, who="ab"))
    assert [key for key, _, _, until in stays(plan) if until is None] == ["", ""]
    assert len(plan.members) == 4
    assert {one.origin.row for one in plan.members} == {"members/1", "members/2"}
    assert plan.versions[1].changes == ()


def test_a_version_without_a_date_still_ends_a_membership():
    """An open end would say that it lasts: the day of receipt, else the day before, else none that can be told."""

    def left(**dates):
        plan = plan_of(draft(who="ab"), draft("draft2", 2, None, who="a", **dates), draft1="ab", draft2="a")
        return next(one.until for one in plan.members if one.person_key == "b")

    assert left() == day(1)
    undated = plan_of(draft(on=None, who="ab"), draft("draft2", 2, None, who="a"), draft1="ab", draft2="a")
    assert [one.until for one in undated.members if one.person_key == "b"] == [date.min]


def test_receiving_goods_and_visits_change_no_membership():
    """A brother may carry the goat home."""
    said = (draft(), installation(receivers=("uuid:install1#got/1",)), visit(mention_id="uuid:visit1#who"))
    plan = plans(nouns_of(*said), {"uuid:install1#got/1": "z", "uuid:visit1#who": "y"} | persons_of(draft1="a"), {})[0]
    assert [one.person_key for one in plan.members] == ["a"]
    assert set((plan.persons or {}).values()) == {"a", "y", "z"}


def test_versions_nobody_drafted_change_no_membership():
    """Procurement and the committee amend goods, not people."""
    corrected = review(verdict="conforming_corrected", lines=[reviewed(price=1)])
    plan = plan_of(draft(who="ab"), corrected, draft1="ab")
    assert len(plan.versions) == 2
    assert all(until is None for *_, until in stays(plan))


def test_a_person_in_two_groups_at_once_is_shown_in_both():
    """The rule needs to see it, and nobody can tell which of the two is meant."""
    found = made(draft(who="ab"), draft("draft2", plan_code="BPLAN333", who="bc"), draft1="ab", draft2="bc")
    assert active_plans(found) == {"a": (CODE,), "b": (CODE, "BPLAN333"), "c": ("BPLAN333",)}


def test_who_left_a_plan_no_longer_holds_it():
    """One plan at a time is allowed."""
    found = made(draft(who="ab"), draft("draft2", 2, 9, who="a"), draft1="ab", draft2="a")
    assert active_plans(found) == {"a": (CODE,)}


@pytest.mark.parametrize(
    ("said", "over"),
    [
        ((), False),
        ((decided(decision="rejected"),), True),
        ((decided(decision="adjourned"),), False),
        ((decided(decision="rejected"), decided("meeting2", on=20)), False),
        ((decided(), decided("meeting2", on=20, decision="rejected")), True),
        ((decided(decision="rejected"), draft("draft2", 2, 15, reason="rejected")), False),
        ((decided(decision="rejected"), draft("draft2", 1, 15)), False),
        ((decided(decision="rejected", version=2), draft("draft2", 2, 8)), True),
        ((decided(decision="rejected"), draft("draft2", 2, 8)), True),
        ((decided(decision="rejected", on=None),), True),
        ((visit(business_state="stopped"),), True),
        ((visit(business_state="sold"),), True),
        ((visit(business_state="never_started"),), True),
        ((visit(business_state="seasonal_pause"),), False),
        ((visit(business_state="changed"),), False),
        ((visit(business_state="stopped"), visit("visit2", 40, business_state="running")), False),
        ((visit(business_state="stopped"), visit("visit2", 40, outcome="absent")), True),
    ],
)
def test_a_plan_goes_on_until_it_is_refused_for_good_or_given_up(said, over):
    """By what happened, in order of the days."""
    plan = plan_of(draft(), *said, draft1="a", draft2="a")
    assert is_over(plan) is over
    assert bool(active_plans([plan])) is not over


def test_a_group_found_split_lets_its_members_have_a_later_plan():
    """They went apart; those who have no other plan still hold the first."""
    apart = visit(on=40, group_state="split")
    later = draft("draft2", 1, 60, plan_code="BPLAN333", who="b")
    found = made(draft(who="ab"), apart, later, draft1="ab", draft2="b")
    assert active_plans(found) == {"a": (CODE,), "b": ("BPLAN333",)}
    (split,) = splits(found)
    assert (split.plan_code, split.into, split.state, split.on, split.persons) == (
        CODE,
        ("BPLAN333",),
        "split",
        day(40),
        ("b",),
    )


def test_members_in_a_later_plan_show_a_group_apart_that_no_visit_saw():
    """Both plans stay active: nobody has said that the first is over."""
    later = draft("draft2", 1, 60, plan_code="BPLAN333", who="b")
    found = made(draft(who="ab"), later, draft1="ab", draft2="b")
    assert [(one.plan_code, one.state, one.origin) for one in splits(found)] == [(CODE, "", None)]
    assert active_plans(found)["b"] == (CODE, "BPLAN333")


def test_one_person_with_two_plans_is_no_group_apart():
    """Somebody alone cannot split."""
    assert not splits(made(draft(), draft("draft2", 1, 60, plan_code="BPLAN333"), draft1="a", draft2="a"))


def test_neither_individual_nor_collective_is_assumed():
    """Two members do not make a plan collective if the plan does not say so."""
    assert plan_of(draft(who="ab", kind="", lines=[line()]), draft1="ab").kind == ""


def test_a_plan_whose_members_never_registered_is_a_plan_with_nobody_known():
    """The group exists on paper; who is in it comes with the registrations, and until then each counts for the plan."""
    plan = plan_of(draft(who="abc"))
    assert [one.person_key for one in plan.members] == ["", "", ""]
    assert plan.versions
