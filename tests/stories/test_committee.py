"""Stories of reviews and of the committee: what was looked at, by whom, and what counts as decided."""

import pytest

from .forms import ASSOCIATION, PREFECT, TABLE, TAILOR, VET, decision, drafted, installed, met, reviewed, seat
from .sent import BOUKARY, MEETING, OTHER_PLAN, PLAN
from .story import Story, usual

REVIEW, HEEDED = "procurement.before_committee", "procurement.verdict_heeded"


def test_awa_whose_way_was_in_order():
    """Three rams in August: no rule is broken, and no blocking one is open. Every other story changes this one."""
    assert (usual().broken, usual().blocked) == (set(), set())


def test_the_review_that_was_dated_back():
    """The meeting was on the 8th. On the 9th procurement fills the form and writes the 5th in it."""
    story = usual(reviewed=reviewed("2019-08-05", opened="2019-08-09"))
    assert (story.broken, story.blocked) == (set(), {REVIEW})
    assert "ouvert après la décision" in story.reason(REVIEW)


def test_the_review_that_came_after_the_decision():
    """It can no longer mend what was validated; and it is out of order."""
    story = usual(reviewed=reviewed("2019-08-09"))
    assert story.broken == {REVIEW, "order.plan"}
    assert story.blocked == {REVIEW, HEEDED}


@pytest.mark.parametrize(
    ("opened", "outcome"), [("07:30", "met"), ("07:31", "unknown"), ("11:00", "unknown"), ("11:01", "broken")]
)
def test_review_and_decision_on_one_day(opened, outcome):
    """The committee sat from half past eight to noon; the review's form was closed an hour after it was opened."""
    story = usual(reviewed=reviewed("2019-08-08", opened=f"2019-08-08 {opened}"))
    assert story.says(REVIEW) == {outcome}


def test_the_tablet_that_lived_in_another_year():
    """The review is of the day of the meeting, but the tablet's clock says 2020: its hours decide nothing."""
    story = usual(reviewed=reviewed("2019-08-08", opened="2020-01-01 07:00"))
    assert story.says(REVIEW) == {"unknown"}


@pytest.mark.parametrize(("held", "outcome"), [("2019-04-30", "not_applicable"), ("2019-05-01", "broken")])
def test_the_plan_of_before_the_recommendation(held, outcome):
    """The sheet of May 2019 recommends the review: a decision of the day before lacks nothing."""
    story = Story([drafted("2019-04-02"), met(held)])
    assert story.says(REVIEW) == {outcome}


def test_the_plan_that_was_reviewed_twice():
    """Sent back in July, found right in August; and the other way round, the committee did not listen."""
    back, right = reviewed("2019-07-25", verdict="returned", tablet="2"), reviewed("2019-08-01")
    story = usual(reviewed=(back, right))
    assert (story.broken, story.blocked) == (set(), set())
    story = usual(reviewed=(reviewed("2019-07-25"), reviewed("2019-08-01", verdict="returned", tablet="2")))
    assert (story.broken, "retour au porteur" in story.reason(HEEDED)) == ({HEEDED}, True)


def test_the_paper_that_said_version_two():
    """Procurement corrected a price, so the committee's paper says version 2, which nobody drafted: all is in order."""
    corrected = reviewed(verdict="conforming_corrected", lines=[("ram", 3, 55000, 60000)])
    story = usual(reviewed=corrected, met=met("2019-08-08", decision(version=2)), installed=installed(version=2))
    assert (story.broken, story.blocked) == (set(), set())
    story = usual(reviewed=corrected, installed=installed(version=1))
    assert (story.broken, story.blocked) == (set(), set())


def test_the_expert_of_another_trade():
    """Awa wants rams; the expert at the table is a tailor. The meeting stands, the missing advice is said."""
    assert usual(met=met(seats=(PREFECT, ASSOCIATION, TAILOR))).broken == {"committee.expert_of_sector"}


def test_the_guest_who_was_counted_as_the_expert():
    """The vet advises as a guest: nobody votes for the technical services, and two are no quorum."""
    story = usual(met=met(seats=(PREFECT, ASSOCIATION, seat("technical_expert", sector="livestock", role="guest"))))
    assert story.broken == {"committee.composition", "committee.expert_of_sector", "committee.quorum"}


@pytest.mark.parametrize(("abstained", "broken"), [(0, {"decision.no_conflict"}), (1, set())])
def test_the_member_who_is_also_the_applicant(abstained, broken):
    """Awa sits for the association and says so; then she abstains, or she does not."""
    story = usual(met=met("2019-08-08", decision(conflict="yes", abstentions=abstained)))
    assert story.broken == broken


def test_the_meeting_that_was_split_over_two_tablets():
    """One tablet wrote the members and Awa's plan, the other Boukary's plan alone: it is one meeting with three seats."""
    other = drafted("2019-07-22", BOUKARY, plan=OTHER_PLAN)
    half = met("2019-08-08", decision(OTHER_PLAN), seats=TABLE[:1], tablet="2")
    story = usual(other, reviewed(plan=OTHER_PLAN), half)
    assert story.outcomes("committee.composition") == {MEETING: "met"}
    assert story.outcomes("committee.quorum") == {MEETING: "met"}
    assert story.outcomes("decision.once") == {PLAN: "met", OTHER_PLAN: "met"}


def test_the_decision_that_two_tablets_wrote_down():
    """The same words twice are one surplus form; other words are a contradiction, and the goods have no decision."""
    again = usual(met(tablet="2"))
    assert (again.broken, "même décision" in again.reason("decision.once")) == ({"decision.once"}, True)
    story = usual(met("2019-08-08", decision(said="rejected"), tablet="2"), arrival_tells=True)
    assert "décisions différentes" in story.reason("decision.once")
    assert story.says("decision.once") == {"broken"}


def test_the_meeting_of_next_month():
    """The tablet's clock ran ahead: on 1 September a meeting of 8 October has decided."""
    story = usual(met=met("2019-10-08"))
    future = {"committee.not_in_future", "order.plan_not_in_future", "order.person_not_in_future"}
    assert story.broken == {*future, "order.plan", "installation.after_decision"}


def test_the_plan_that_was_adjourned_and_forgotten():
    """Nothing is broken and nothing goes on: the plan waits for a committee again, one of the four it takes."""
    story = usual(met=met("2019-08-08", decision(said="adjourned")), without=["installed"])
    assert (story.broken, story.blocked) == (set(), set())
    assert "1 plan(s) sur 4" in next(f.reason_fr for f in story.findings if f.rule == "committee.local_meeting")


def test_the_second_meeting_whose_form_was_lost():
    """Adjourned in August, validated in September, but that form is on a tablet in the river: goods without a decision."""
    august = met("2019-08-08", decision(said="adjourned"))
    lost = usual(met=august, installed=installed("2019-08-30"))
    assert lost.broken == {"installation.after_decision"}
    found = usual(met=(august, met("2019-08-22", meeting="C-2019-08-BEGUEDO")), installed=installed("2019-08-30"))
    assert (found.broken, found.blocked) == (set(), set())


def test_the_two_meetings_of_one_month():
    """Both were written under the month's code: the second had no association, and the first would lend it hers."""
    august = met("2019-08-08", decision(said="adjourned"))
    story = usual(met=(august, met("2019-08-19", seats=(PREFECT, VET, VET))))
    assert story.broken == {"committee.one_day"}
    assert story.says("decision.once") == {"met"}
    apart = usual(met=(august, met("2019-08-19", seats=(PREFECT, VET, VET), meeting="C-2019-08-ZIGLA")))
    assert apart.broken == {"committee.composition"}


def test_the_committee_of_colleagues():
    """Everybody at the table belongs to the implementing organisation."""
    row = "committee_members/committee_member/is_implementer"
    story = usual(met=met(seats=[one | {row: "yes"} for one in TABLE]))
    assert story.broken == story.blocked == {"committee.outside_opinion"}


def test_the_refusal_that_gave_no_reason():
    """An older form did not ask for it: the holders have a right to know."""
    path = "decisions/verdict/refusal_reasons"
    silent = met("2019-08-08", decision(said="rejected"), older={("decisions", 1, path): None})
    assert usual(met=silent, without=["installed"]).broken == {"decision.reasons"}


def test_the_decision_about_a_plan_nobody_sent():
    """The plan is on a tablet: its review and its decision wait, and nobody is accused."""
    story = usual(without=["drafted", "installed"])
    assert story.broken == set()
    assert story.blocked == {"plan.kind", "plan.after_training", "contribution.own", "ceilings.plan"}
    assert story.says("decision.of_known_version") == {"unknown"}
    assert story.says(REVIEW) == {"met"}


def test_a_plan_that_was_sent_back_does_not_wait_for_a_meeting():
    """Two plans of Garango were reviewed, one of them was returned: one waits for the committee."""
    codes = [PLAN, OTHER_PLAN]
    sent = [one for code in codes for one in (drafted("2019-07-22", plan=code), reviewed(plan=code))]
    story = Story(sent)
    assert story.says("committee.local_meeting") == {"met"}
    back = Story([*sent[:3], reviewed(plan=OTHER_PLAN, verdict="returned")])
    assert "1 plan(s) sur 4" in next(f.reason_fr for f in back.findings if f.rule == "committee.local_meeting")
