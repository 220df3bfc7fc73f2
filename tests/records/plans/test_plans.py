"""Which submissions belong to which plan, in any order, and what a damaged one does."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records.nouns import gather
from pipeline.records.plans.codes import plan_code
from pipeline.records.plans.plans import plans

from .said import (
    CODE,
    at,
    day,
    decided,
    draft,
    installation,
    line,
    meeting,
    nouns_of,
    origin,
    persons_of,
    plan_of,
    review,
    reviewed,
    visit,
)


def test_small_letters_and_spaces_are_the_same_plan():
    """A code is often copied by hand."""
    plan = plan_of(draft(plan_code=" bplan 222"), review(plan_code="Bplan222\n"), decided(code="bplan222 "))
    assert (plan.code, len(plan.drafts), len(plan.reviews), len(plan.decisions)) == (CODE, 1, 1, 1)


def test_a_replaced_card_leads_to_the_newest():
    """A lost card is replaced, and the replacement may be lost too."""
    aliases = {"BOLD": "BNEWER", "BNEWER": "BNEWEST"}
    found = plans(nouns_of(draft(plan_code="bold"), review(plan_code="BNEWEST")), {}, aliases)
    assert [plan.code for plan in found] == ["BNEWEST"]


def test_cards_that_replace_each_other_in_a_circle_are_one_plan():
    """A wrong pair of entries must not hang the run, nor split a plan by where one enters the circle."""
    aliases = {"BX": "BY", "BY": "BZ", "BZ": "BY"}
    assert {plan_code(code, aliases) for code in ("bx", "by", "bz")} == {"BY"}


def test_submissions_without_a_code_are_plans_of_their_own():
    """Lost cards: two papers without a code are not one plan, and neither disappears."""
    found = plans(nouns_of(draft(plan_code=""), draft("draft2", plan_code=" ")), {}, {})
    assert [plan.code for plan in found] == ["uuid:draft1", "uuid:draft2"]


def test_two_decisions_without_a_code_in_one_meeting_are_two():
    """They stand on different rows."""
    one = decided(code="").decisions[0]
    other = replace(one, origin=origin("committee", "meeting1", "decisions/2"))
    found = plans(nouns_of(meeting(decisions=(one, other))), {}, {})
    assert [plan.code for plan in found] == ["uuid:meeting1#decisions/1", "uuid:meeting1#decisions/2"]


def test_a_plan_nobody_drafted_is_parked_since_it_was_first_heard_of():
    """And is no longer, once its draft arrives."""
    heard = (review(on=5), decided(on=10), installation(on=4), visit(on=30))
    assert plan_of(*heard).parked_since == at(4)
    assert plan_of(*heard).versions == ()
    assert plan_of(draft(), *heard).parked_since is None


def test_a_hand_over_has_the_arrival_its_submission_had():
    """A reader need not say it: the list of arrivals does."""
    nouns = gather([installation(received_at=None)], {"uuid:install1": at(7)})
    assert plans(nouns, {}, {})[0].parked_since == at(7)


def test_things_without_a_date_are_kept_at_the_end():
    """A date somebody forgot is no reason to lose a review."""
    plan = plan_of(draft(), review("r1", on=None), review("r2", on=5), installation("i1", on=None), installation("i2"))
    assert [one.origin.root_uuid for one in plan.reviews] == ["uuid:r2", "uuid:r1"]
    assert [one.origin.root_uuid for one in plan.installations] == ["uuid:i2", "uuid:i1"]


def test_one_meeting_written_in_two_submissions_gives_each_decision_its_own():
    """Nothing is dropped where two tablets wrote the same."""
    plan = plan_of(draft(), decided("meeting1"), decided("meeting2"))
    assert [one.meeting.origin.root_uuid for one in plan.decisions] == ["uuid:meeting1", "uuid:meeting2"]
    assert {one.meeting.meeting_id for one in plan.decisions} == {"C-2019-03-GARANGO"}


def test_kind_sector_and_commune_are_those_of_the_highest_version():
    """Not of the draft that arrived last."""
    late = draft(sector="crops", received_at=at(40))
    plan = plan_of(late, draft("draft2", 2, 9, sector="trade", commune="BF4802"))
    assert (plan.sector, plan.commune) == ("trade", "BF4802")


CODES = ("BPLAN222", "bplan 333", "", "BOLD")
SOME_DAY = st.sampled_from([None, 1, 2, 3, 5, 9])
NUMBER = st.sampled_from([1, 1, 2, 3])
MAYBE = st.sampled_from([None, 1, 2, 3])
REASONS = st.sampled_from(["", "", "amended", "procurement", "members"])
ITEMS = st.lists(st.sampled_from([line(), line("wire", None), line("pump", 1, None), line(quantity=-2)]), max_size=3)
PRICES = st.lists(st.sampled_from([reviewed(), reviewed(price=25_000), reviewed("wire", price=9)]), max_size=2)
AMENDED = st.sampled_from(["validated", "validated_amended", "validated_amended", "rejected", "adjourned"])
WHO = st.sampled_from(["a", "ab", "bb", "-c"])


@st.composite
def histories(draw):
    """Up to eight submissions about up to four plans, with who is who."""
    said, who = [], {}
    for n in range(draw(st.integers(1, 8))):
        code = draw(st.sampled_from(CODES))
        match draw(st.sampled_from(["draft", "draft", "review", "meeting", "installation", "visit"])):
            case "draft":
                who[f"s{n}"] = draw(WHO)
                said.append(
                    draft(
                        f"s{n}",
                        draw(NUMBER),
                        draw(SOME_DAY),
                        draw(ITEMS),
                        who[f"s{n}"],
                        reason=draw(REASONS),
                        plan_code=code,
                    )
                )
            case "review":
                verdict = draw(st.sampled_from(["conforming", "conforming_corrected", "returned"]))
                said.append(review(f"s{n}", draw(MAYBE), draw(SOME_DAY), verdict, draw(PRICES), plan_code=code))
            case "meeting":
                other = decided(f"s{n}", code=draw(st.sampled_from(CODES)), row="decisions/2").decisions
                first = decided(f"s{n}", draw(MAYBE), None, draw(AMENDED), code, amended_total=40_000).decisions
                said.append(meeting(f"s{n}", draw(SOME_DAY), first + other))
            case "installation":
                said.append(installation(f"s{n}", draw(SOME_DAY), plan_code=code))
            case _:
                said.append(visit(f"s{n}", draw(st.integers(1, 40)), plan_code=code))
    return said, persons_of(**who), draw(st.permutations(said))


ALIASES = {"BOLD": "BPLAN222"}


@settings(max_examples=150, deadline=None)
@given(histories())
def test_the_order_of_arrival_changes_nothing(history):
    """Tablets come online in any order."""
    said, persons, shuffled = history
    assert plans(nouns_of(*shuffled), persons, ALIASES) == plans(nouns_of(*said), persons, ALIASES)


@settings(max_examples=150, deadline=None)
@given(histories())
def test_a_plan_made_alone_is_the_plan_made_among_all(history):
    """Otherwise a run that remakes only what changed would drift from a rebuild."""
    said, persons, _ = history

    def speaks_of(one, code):
        written = [d for d in one.decisions] if hasattr(one, "decisions") else [one]
        return any(
            (plan_code(w.plan_code, ALIASES) or w.origin.root_uuid + (f"#{w.origin.row}" if w.origin.row else ""))
            == code
            for w in written
        )

    for plan in plans(nouns_of(*said), persons, ALIASES):
        own = [one for one in said if speaks_of(one, plan.code)]
        assert plan in plans(nouns_of(*own), persons, ALIASES)


@settings(max_examples=150, deadline=None)
@given(histories())
def test_nothing_said_of_a_plan_is_lost(history):
    """Every draft, review, decision, hand-over, visit and mention is in exactly one plan; versions are in order."""
    said, persons, _ = history
    found = plans(nouns_of(*said), persons, ALIASES)
    kept = [
        one for plan in found for group in (plan.drafts, plan.reviews, plan.installations, plan.visits) for one in group
    ]
    assert len(kept) + sum(len(plan.decisions) for plan in found) == sum(
        len(getattr(one, "decisions", (one,))) for one in said
    )
    for plan in found:
        numbers = [version.number for version in plan.versions]
        assert numbers == sorted(set(numbers))
        assert {draft.version for draft in plan.drafts} <= set(numbers)
        assert bool(plan.members) == bool(plan.drafts)
        for version in plan.versions:
            assert version.inherits is None or version.inherits < version.number


def test_days_used_here_are_in_march():
    """The stories read aloud."""
    assert (day(1).isoformat(), day(31).isoformat()) == ("2019-03-01", "2019-03-31")
