"""Examples for rules about a plan up to its decision."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from pipeline.model.case import PlanCase
from pipeline.model.installation import Verified
from pipeline.model.meeting import Decided
from pipeline.model.plan import Contribution, Membership
from pipeline.model.review import ReviewedLine

from ..cases import (
    TODAY,
    a_decision,
    a_draft,
    a_journey,
    a_line,
    a_meeting,
    a_plan,
    a_plan_case,
    a_review,
    a_version,
    origin,
)
from ..goods import a_purchase, handed_over, installed, purchased
from .example import Examples, by, under

NO_DATES = a_plan_case(replace(a_plan(), drafts=(), reviews=(), decisions=()))
NO_PLAN = a_plan_case(replace(a_plan(), drafts=(), versions=()))
OTHER_TABLET = a_decision(origin=origin("committee", 2)._replace(row="decisions/1"), decision="rejected")
CART = a_line(item="other", item_other="charrette", catalogue_price=None)
CASH = (Contribution("cash", "espèces", 60000, "declared"),)
KINDS = ("animals", "labour")


def drafted(**changes: Any) -> PlanCase:
    """The case of a plan whose draft has these changes."""
    return a_plan_case(a_plan(a_draft(**changes)))


def held_by(**changes: Any) -> PlanCase:
    """The usual plan, whose holder's journey has these changes."""
    return a_plan_case(holders={"person-1": a_journey(**changes)})


def with_plan(**changes: Any) -> PlanCase:
    """The usual plan with these changes."""
    return a_plan_case(replace(a_plan(), **changes))


def decided(*decisions: Any, **meeting: Any) -> PlanCase:
    """The usual plan with these decisions in one meeting."""
    return with_plan(decisions=tuple(Decided(a_meeting(**meeting), one) for one in decisions))


def members(*keys: str) -> tuple[Membership, ...]:
    """Present members."""
    return tuple(Membership(key, "member", date(2019, 3, 4), None, origin("business_plan")) for key in keys)


def reviewed(*reviews: Any, **more: Any) -> PlanCase:
    """The usual plan with these reviews."""
    return with_plan(reviews=reviews, **more)


def seen_at(asked: int | None) -> ReviewedLine:
    """A line for which 55,000 were found, and so much asked."""
    return a_review().lines[0]._replace(asked_price=asked)


def amended(total: int, *, drafted_again: bool = True, **more: Any) -> PlanCase:
    """Validated with an amendment: a second version with this total."""
    second = a_draft(version=2, origin=origin("business_plan", 2), drafted_on=date(2019, 3, 22))
    heir = replace(a_version(second), inherits=1, total=Decimal(total))
    heir = heir if drafted_again else replace(heir, draft=None)
    decision = Decided(a_meeting(), a_decision(decision="validated_amended"))
    return with_plan(versions=(a_version(), heir), decisions=(decision,), **more)


def verified(state: str) -> PlanCase:
    """Handed over, with the contribution verified so."""
    return installed(handed_over(verified=(Verified("animals", state),)))


EXAMPLES: Examples = {
    "plan.after_training": by().of(
        met=a_plan_case(),
        broken=held_by(training_days=()),
        unknown=with_plan(members=()),
    ),
    "plan.kind": by(plan__group_minimum=2).of(
        met=a_plan_case(),
        broken=drafted(kind="collective"),
        not_applicable=under(drafted(kind="collective"), plan__group_minimum=None),
        unknown=drafted(kind=""),
    ),
    "plan.uses_skill": by().of(
        met=a_plan_case(),
        broken=drafted(uses_skill=False),
        not_applicable=held_by(counsellings=(replace(a_journey().counsellings[0], has_skill=False, skills=()),)),
        unknown=drafted(uses_skill=None),
    ),
    "plan.holder_involved": by().of(
        met=a_plan_case(), broken=drafted(drafted_by="staff"), unknown=drafted(drafted_by="")
    ),
    "plan.total": by().of(
        met=a_plan_case(),
        broken=with_plan(versions=(a_version(tablet_total=Decimal(165001)),)),
        unknown=with_plan(versions=(a_version(tablet_total=None),)),
    ),
    "contribution.own": by(contribution__required=True, contribution__kinds=KINDS).of(
        met=a_plan_case(),
        broken=drafted(contributions=()),
        not_applicable=under(a_plan_case(), contribution__required=False),
        unknown=NO_PLAN,
    ),
    "contribution.in_kind": by(contribution__kinds=KINDS).of(
        met=a_plan_case(),
        broken=drafted(contributions=CASH),
        not_applicable=drafted(contributions=()),
        unknown=drafted(contributions=(Contribution("", "quelque chose", 1, "declared"),)),
    ),
    "contribution.valued": by().of(
        met=a_plan_case(),
        broken=drafted(contributions=(Contribution("animals", "2 moutons", 0, "declared"),)),
        not_applicable=drafted(contributions=()),
    ),
    "contribution.verified": by().of(
        met=verified("yes"), broken=verified("partly"), not_applicable=a_plan_case(), unknown=installed(handed_over())
    ),
    "ceilings.plan": by(ceilings__plan_xof=165000, ceilings__person_xof=None).of(
        met=a_plan_case(),
        broken=under(a_plan_case(), ceilings__plan_xof=164999),
        not_applicable=under(a_plan_case()),
        unknown=NO_PLAN,
    ),
    "procurement.before_committee": by(procurement__review_required=True).of(
        met=a_plan_case(),
        broken=reviewed(),
        not_applicable=decided(),
        unknown=reviewed(a_review(reviewed_on=None)),
    ),
    "procurement.reviewer": by().of(
        met=a_plan_case(),
        broken=reviewed(a_review(reviewer_role="driver")),
        not_applicable=reviewed(),
        unknown=reviewed(a_review(reviewer_role="")),
    ),
    "procurement.verdict_heeded": by(procurement__review_required=True).of(
        met=a_plan_case(),
        broken=reviewed(a_review(verdict="returned")),
        not_applicable=decided(),
        unknown=reviewed(),
    ),
    "prices.line_specified": by().of(
        met=a_plan_case(), broken=drafted(lines=(a_line(specification=""),)), unknown=drafted(lines=())
    ),
    "prices.line_near_catalogue": by(prices__line_variance=Decimal("0.2")).of(
        met=a_plan_case(),
        broken=drafted(lines=(a_line(unit_price=66001),)),
        not_applicable=under(a_plan_case()),
        unknown=drafted(lines=(a_line(unit="kg"),)),
    ),
    "prices.line_compared": by().of(
        met=a_plan_case(),
        broken=drafted(lines=(CART,)),
        unknown=with_plan(versions=(a_version(a_draft(lines=(CART,))),), reviews=()),
    ),
    "prices.line_near_review": by(prices__line_variance=Decimal("0.2")).of(
        met=a_plan_case(),
        broken=reviewed(a_review(lines=(seen_at(66001),))),
        not_applicable=reviewed(),
        unknown=reviewed(a_review(lines=(seen_at(None),))),
    ),
    "prices.plan_variance": by(prices__plan_variance=Decimal("0.15")).of(
        met=a_plan_case(),
        broken=reviewed(a_review(reviewed_total=Decimal(100000))),
        not_applicable=reviewed(),
        unknown=reviewed(a_review(reviewed_total=None)),
    ),
    "purchases.from_catalogue": by(purchases__catalogue_share=Decimal("0.5")).of(
        met=a_plan_case(),
        broken=drafted(lines=(CART,)),
        not_applicable=under(a_plan_case()),
        unknown=drafted(lines=()),
    ),
    "decision.once": by().of(met=a_plan_case(), broken=decided(a_decision(), OTHER_TABLET), not_applicable=decided()),
    "decision.of_known_version": by().of(
        met=a_plan_case(),
        broken=decided(a_decision(version=7)),
        not_applicable=decided(),
        unknown=decided(a_decision(version=None)),
    ),
    "decision.criteria": by().of(
        met=a_plan_case(), broken=decided(a_decision(viability=None)), not_applicable=decided()
    ),
    "decision.reasons": by().of(
        met=decided(a_decision(decision="rejected", reasons=("not_viable",))),
        broken=decided(a_decision(decision="rejected")),
        not_applicable=a_plan_case(),
    ),
    "decision.holder_heard": by().of(
        met=a_plan_case(),
        broken=decided(a_decision(holder_heard=False)),
        not_applicable=decided(),
        unknown=decided(a_decision(holder_heard=None)),
    ),
    "decision.outside_opinion": by().of(
        met=a_plan_case(),
        broken=decided(a_decision(opinions=()), members=(a_meeting().members[0]._replace(is_implementer=True),)),
        not_applicable=decided(),
        unknown=decided(a_decision(opinions=())),
    ),
    "decision.no_conflict": by().of(
        met=a_plan_case(),
        broken=decided(a_decision(conflict=True)),
        not_applicable=decided(),
        unknown=decided(a_decision(conflict=None)),
    ),
    "amendment.makes_version": by().of(
        met=amended(165000),
        broken=amended(165000, drafted_again=False),
        not_applicable=a_plan_case(),
        unknown=decided(a_decision(decision="validated_amended", version=None)),
    ),
    "amendment.reviewed_again": by(amendment__review_above=Decimal("0.1")).of(
        met=amended(181500),
        broken=amended(181501, installations=(purchased(a_purchase()),)),
        not_applicable=a_plan_case(),
        unknown=amended(181501),
    ),
    "order.plan": by().of(
        met=a_plan_case(), broken=reviewed(a_review(reviewed_on=date(2019, 3, 21))), not_applicable=NO_DATES
    ),
    "order.plan_not_in_future": by().of(
        met=decided(a_decision(), held_on=TODAY),
        broken=decided(a_decision(), held_on=date(2019, 4, 2)),
        not_applicable=NO_DATES,
    ),
}
