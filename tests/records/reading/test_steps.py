"""What happened: each stage's form becomes the noun the rules and journeys know."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

from pipeline.model.steps import Attendance, Need, Session
from pipeline.records.reading.read import read

from .said import CARD, OTHER, RECEIVED, ROOT, answers

PLAN = "B222222X"


def noun(said, kind=None):
    """The only noun, or the only one of that kind."""
    (found,) = [n for n in read(said).nouns if kind is None or isinstance(n, kind)]
    return found


def test_a_registration_has_two_clocks_and_says_that_somebody_is_vulnerable_and_not_how():
    """The flight, and the return to the commune; the vulnerability stays in its answers."""
    values = {"arrival/returned_on": date(2019, 1, 8), "arrival/returned_to_commune_on": date(2019, 1, 12),
              "person/situation/needs_immediate_follow_up": "yes", "person/situation/vulnerabilities": ("medical",),
              "consent/consent_given": "yes"}  # fmt: skip
    said = noun(answers("registration", values))
    assert (said.returned_on, said.in_commune_on) == (date(2019, 1, 8), date(2019, 1, 12))
    assert (said.is_flagged, said.has_consented) == (True, True)
    assert "medical" not in repr(said)


def test_a_talk_tells_wish_skills_idea_and_needs():
    """What the orientation's invitations are made of."""
    said = noun(answers(
        "counselling",
        {"who/person_card": CARD, "talk/counselled_on": date(2019, 1, 20), "talk/outcome": "done",
         "counsel/wishes/wish": "own_business", "counsel/know_how/has_skill": "yes", "counsel/idea/idea_sector": "crafts"},
        counsel__skills=[{"counsel/skills/skill_one/skill": "sewing"}, {"counsel/skills/skill_one/skill": "carpentry"}],
        counsel__partners_needed=[{"counsel/partners_needed/need/needed_expert": "anpe",
                                   "counsel/partners_needed/need/needed_sector": "crafts"}],
    ))  # fmt: skip
    assert (said.wish, said.has_skill, said.skills, said.idea_sector) == (
        "own_business", True, ("sewing", "carpentry"), "crafts",
    )  # fmt: skip
    assert said.needs == (Need("anpe", "crafts"),)


def test_an_orientation_joins_each_choice_to_the_one_who_made_it():
    """The form asks the choices in the order of the ticks; the code beside it says whose it is."""
    said = answers(
        "orientation",
        {"session/session_code": "O-1", "session/held_on": date(2019, 2, 8), "session/ended_on": date(2019, 2, 8),
         "session/event_outcome": "held", "session_place": "BF-BLG-garango", "content/roster/attendees": (CARD, OTHER)},
        content__choices=[{"content/choices/choice/chooser_code": OTHER, "content/choices/choice/choice_pathway": "job"}],
        content__presented=[{"content/presented/opportunity/opportunity_sector": "livestock"}],
    )  # fmt: skip
    session = noun(said, Session)
    assert (session.session_code, session.commune, session.opportunities) == ("O-1", "BF-BLG-garango", ("livestock",))
    chosen = {n.mention_id: n.pathway for n in read(said).nouns if isinstance(n, Attendance)}
    assert chosen == {f"{ROOT}#attendees/1": "", f"{ROOT}#attendees/2": "job"}


def test_a_plan_has_its_members_lines_and_contributions():
    """Money is whole francs, quantities are exact, and the tablet's total stands beside."""
    line = {"item_code": "ram", "specification": "12 mois", "quantity": Decimal("2.5"), "unit": "head",
            "unit_price_xof": 55000, "line_total_xof": Decimal(137500), "catalogue_price_xof": Decimal(55000)}  # fmt: skip
    said = noun(answers(
        "business_plan",
        {"plan/plan_id": PLAN, "plan/plan_version": 2, "plan/version_reason": "amended", "plan/plan_kind": "collective",
         "totals/total_xof": Decimal(137500), "plan/drafted_on": date(2019, 3, 4)},
        members=[{"members/member/member_code": CARD, "members/member/member_role": "lead"},
                 {"members/member/member_name": "Kaboré Ali", "members/member/member_role": "member"}],
        budget_lines=[{f"budget_lines/line/{name}": value for name, value in line.items()}],
        contributions=[{"contributions/contribution/contribution_type": "labour",
                        "contributions/contribution/contribution_value_xof": 20000}],
    ))  # fmt: skip
    assert (said.plan_code, said.version, said.reason, said.kind) == (PLAN, 2, "amended", "collective")
    assert [(m.mention_id, m.role) for m in said.members] == [
        (f"{ROOT}#members/1", "lead"),
        (f"{ROOT}#members/2", "member"),
    ]
    (one,) = said.lines
    assert (one.quantity, one.unit_price, one.total) == (Decimal("2.5"), 55000, Decimal(137500))
    assert (said.contributions[0].kind, said.contributions[0].value) == ("labour", 20000)
    assert (said.total, said.received_at) == (Decimal(137500), RECEIVED)


def test_a_review_has_the_instants_of_its_form_and_the_lines_it_saw():
    """The instant it was closed decides which came first on the day of the committee."""
    ended = datetime(2019, 3, 11, 10, tzinfo=UTC)
    said = noun(answers(
        "procurement_review",
        {"plan_ref/plan_code": PLAN.lower(), "plan_ref/plan_version": 1, "review/reviewed_on": date(2019, 3, 11),
         "review/reviewer_role": "procurement", "verdict/review_verdict": "conforming", "end": ended},
        lines=[{"lines/line/line_item": "ram", "lines/line/asked_price_xof": 55000, "lines/line/reviewed_price_xof": 50000,
                "lines/line_supply/locally_available": "no", "lines/line_supply/delay_days": 12}],
    ))  # fmt: skip
    assert (said.plan_code, said.version, said.verdict, said.ended_at) == (PLAN, 1, "conforming", ended)
    assert (said.lines[0].reviewed_price, said.lines[0].locally_available, said.lines[0].delay_days) == (
        50000,
        False,
        12,
    )


def test_a_meeting_keeps_each_decision_with_its_own_amended_lines():
    """Two plans, one amended: the lines must not wander."""
    facts, verdict, amended = "decisions/decision_facts", "decisions/verdict", "decisions/amended_lines/amended"
    said = noun(answers(
        "committee",
        {"meeting/meeting_id": "C-1", "meeting/held_on": date(2019, 3, 20), "meeting/started_at": time(9)},
        committee_members=[{"committee_members/committee_member/actor_category": "civil_society",
                            "committee_members/committee_member/committee_role": "voting",
                            "committee_members/committee_member/votes": 1}],
        decisions=[{f"{facts}/decided_plan_id": PLAN, f"{facts}/decided_plan_version": 1, f"{verdict}/decision": "validated"},
                   {f"{facts}/decided_plan_id": "B333333Q", f"{verdict}/decision": "validated_amended"}],
        decisions__amended_lines=[(2, {f"{amended}/amended_item": "ram", f"{amended}/amended_kind": "price",
                                       f"{amended}/amended_before_xof": 55000, f"{amended}/amended_after_xof": 50000})],
    ))  # fmt: skip
    assert (said.meeting_id, said.started_at, said.members[0].votes) == ("C-1", time(9), True)
    assert [(d.plan_code, d.version, len(d.amended_lines)) for d in said.decisions] == [
        (PLAN, 1, 0),
        ("B333333Q", None, 1),
    ]
    assert said.decisions[1].origin.row == "decisions/2"


def test_an_installation_keeps_each_purchase_with_its_own_quotations():
    """And counts as receivers only those who are told to have received."""
    said = noun(answers(
        "installation",
        {"plan_ref/plan_code": PLAN, "plan_ref/plan_version": 1, "day/steps": ("purchase", "hand_over"),
         "hand_over/receivers/everybody": "yes", "hand_over/receivers/receivers_listed": (CARD,)},
        purchases=[{"purchases/purchase/bought_item": "ram"}, {"purchases/purchase/bought_item": "oxen"}],
        purchases__quotations=[(2, {"purchases/quotations/quotation/quoted_xof": 1}), (2, {})],
        hand_over__got=[{"hand_over/got/got_one/got_typed": OTHER}],
    ))  # fmt: skip
    assert [(p.item, len(p.quotations)) for p in said.purchases] == [("ram", 0), ("oxen", 2)]
    assert (len(said.receivers), said.everybody) == (2, None)


def test_a_good_that_the_catalogue_lacks_is_known_by_its_words():
    """Its code in the catalogue is that of every such good: a cart and a mill would be one and the same."""
    line = {"budget_lines/line/item_code": "other_item", "budget_lines/line/item_other": "charrette"}
    (drafted,) = noun(answers("business_plan", {"plan/plan_id": PLAN}, budget_lines=[line])).lines
    assert (drafted.item, drafted.item_other) == ("other", "charrette")
    given = {"hand_over/items/item/given_item": "other_item", "hand_over/items/item/given_item_other": "moulin"}
    (handed,) = noun(answers("installation", {"plan_ref/plan_code": PLAN}, hand_over__items=[given])).items
    assert (handed.item, handed.item_other) == ("other", "moulin")
