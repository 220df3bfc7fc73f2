"""The drawn programme gives its totals exactly, keeps the order of the practice, and depends on nothing but its seed."""

from collections import Counter
from functools import cache

import pytest

from pipeline.simulation import rates
from pipeline.simulation.noise import misspell
from pipeline.simulation.plans import Totals
from pipeline.simulation.practice import draw_programme, unfold

SMALL = Totals(made=(8, 14), examined=(6, 11), validated=(4, 7), returnees=30)


@cache
def programme(seed=1, totals=Totals()):
    return draw_programme(totals, seed)


@cache
def events(seed=1, totals=Totals()):
    return unfold(totals, seed)


def counted(plans):
    return len(plans), sum(len(plan.members) for plan in plans)


@pytest.mark.parametrize("totals", [Totals(), SMALL, Totals((40, 60), (20, 31), (9, 9), 120)], ids=str)
@pytest.mark.parametrize("seed", [1, 2])
def test_the_totals_come_out_exactly(totals, seed):
    """Fiche #3: 250 plans of 441 people, 185 of 344 examined, 83 of 147 validated; or any others asked for."""
    drawn = programme(seed, totals)
    assert len(drawn.people) == totals.returnees
    assert counted(drawn.plans) == totals.made
    assert counted([plan for meeting in drawn.meetings for plan in meeting.plans]) == totals.examined
    assert counted([plan for plan in drawn.plans if plan.is_validated]) == totals.validated
    holders = [member.code for plan in drawn.plans for member in plan.members]
    assert len(holders) == len(set(holders))


def test_one_seed_gives_the_same_events():
    """What was shown yesterday can be shown again."""
    assert unfold(SMALL, 5) == unfold(SMALL, 5)


def test_another_seed_gives_other_people():
    """Nothing of one demo is in the next."""
    assert not {p.code for p in programme(1).people} & {p.code for p in programme(2).people}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_everybody_goes_through_the_practice_in_its_order(seed):
    """Return, counselling, orientation, training, plan, review, committee, purchase, hand-over: nothing before its time."""
    drawn = programme(seed)
    for journey in drawn.journeys:
        days = [journey.person.returned_on, journey.person.in_commune_on]
        days += [d for d in (journey.counselled_on, journey.oriented_on, journey.trained_until) if d]
        days += [journey.plan.versions[0].drafted_on] if journey.plan else []
        assert days == sorted(days)
    for meeting in drawn.meetings:
        assert all(v.drafted_on <= meeting.held_on for p in meeting.plans for v in p.versions[: p.decided_version])
        assert all(r.reviewed_on <= meeting.held_on for p in meeting.plans for r in p.reviews)
    for each in drawn.installations:
        assert each.plan.is_validated
        assert each.ordered_on <= each.bought_on <= each.handed_over_on <= each.complete_on


def test_every_holder_was_oriented_and_trained_on_four_days_or_more():
    """A plan without its training would be another practice."""
    assert all(j.oriented_on and len(j.days) >= 4 for j in programme().journeys if j.plan)


def test_sessions_have_seats_and_orientation_is_about_a_month_after_return():
    """At most 25 people learn together; the sheet says "about a month"."""
    drawn = programme()
    assert all(0 < len(session.roster) <= rates.SESSION_SEATS for session in drawn.trainings)
    delays = [(j.oriented_on - j.person.in_commune_on).days for j in drawn.journeys if j.oriented_on]
    assert 18 <= sorted(delays)[len(delays) // 2] <= 40


def test_meetings_are_large_at_first_and_local_later():
    """15 to 20 plans, then as soon as 4 or 5 are ready in a province."""
    large = [m for m in programme().meetings if not m.is_local]
    local = [m for m in programme().meetings if m.is_local]
    assert all(15 <= len(meeting.plans) <= 20 for meeting in large)
    assert local
    assert all(len(meeting.plans) <= 6 for meeting in local)
    assert all(len({plan.province for plan in meeting.plans}) == 1 for meeting in local)


def test_no_plan_is_reviewed_before_the_day_reviews_begin():
    """The sheet recommends the review in 2019 and tells of none before."""
    reviews = [review for plan in programme().plans for review in plan.reviews]
    assert {review.verdict for review in reviews} == set(rates.REVIEW_VERDICTS)
    assert all(review.version.drafted_on >= rates.REVIEWS_FROM for review in reviews)


def test_amended_and_returned_plans_are_drafted_again():
    """A new version carries the change, and the plan keeps its code."""
    for plan in programme().plans:
        reasons = [version.reason for version in plan.versions]
        assert reasons.count("amended") == (plan.decision == "validated_amended")
        assert reasons.count("procurement") == ("returned" in [review.verdict for review in plan.reviews])
        assert [version.number for version in plan.versions] == list(range(1, len(plan.versions) + 1))


@pytest.mark.parametrize(
    ("what", "rate"),
    [("at another desk", rates.REGISTERED_TWICE), ("without a card", rates.NO_CARD), ("late", rates.LATE_TABLET)],
)
def test_the_mess_keeps_its_stated_rates(what, rate):
    """A rate nobody meets in the data would be a claim; three programmes give enough people to tell."""
    people = [p for seed in range(3) for p in programme(seed).people]
    forms = [e for seed in range(3) for e in events(seed) if e.kind == "filled"]
    found = {
        "at another desk": sum(e.key.endswith("another desk") for e in forms) / len(people),
        "without a card": sum(not p.has_card for p in people) / len(people),
        "late": sum(e.days_on_tablet > 0 for e in forms) / len(forms),
    }
    assert found[what] == pytest.approx(rate, rel=0.3)


def test_corrections_deletions_and_damaged_documents_speak_of_what_was_sent():
    """An edit of a form nobody sent would be an error of the simulation."""
    kinds = Counter(event.kind for event in events())
    assert kinds["damaged"] == len(rates.SET_ASIDE)
    assert kinds["edited"] > 15
    assert kinds["deleted"] > 8
    sent: set[str] = set()
    for event in events():
        if event.kind == "filled":
            assert event.key not in sent
            sent.add(event.key)
        elif event.kind in {"edited", "deleted"}:
            assert event.key in sent


def test_a_misspelt_name_is_another_one():
    """A misspelling that changes nothing would find duplicates too easily."""
    import random

    chance = random.Random(1)
    names = {p.surname for p in programme().people} | {p.given_names for p in programme().people}
    assert all(misspell(chance, name) != name for name in names for _ in range(20))
