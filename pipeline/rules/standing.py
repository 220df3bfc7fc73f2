"""What a plan or a person waits for: the same answer for the lists on tablets, the dossier and the planners."""

from collections.abc import Mapping
from datetime import date

from pipeline.model.case import PersonCase, PlanCase
from pipeline.model.plan import Plan

from .amendment import is_reviewed_again, validating
from .eligibility import BUSINESS
from .installation import hand_overs
from .policy import Policy
from .procurement import reviews_of
from .surveys import is_asked
from .training import is_complete
from .trigger import is_examined, ready_since

Waits = Mapping[str, date | None]
"""Step → the day since which it waits; None where no day is known. What it does not wait for is absent.

Of a plan: ``review committee installation visit``. Of a person: ``immediate_follow_up counselling orientation training
plan satisfaction sustainability``.
"""


def plan_waits_for(case: PlanCase, policy: Policy) -> Waits:
    """A plan may wait for several steps: an amended one that costs much more is reviewed again before it is bought."""
    plan = case.plan
    found: dict[str, date | None] = {}
    if _awaits_review(plan, policy):
        found["review"] = _latest_day(plan)
    if (ready := ready_since(plan, policy)) is not None:
        found["committee"] = ready
    again = _awaits_second_review(case, policy)
    if again:
        found["review"] = _latest_day(plan)
    decided = validating(plan, latest_version(plan))
    complete = [i for i in hand_overs(case) if i.hand_over_state == "complete"]
    if decided and not complete and not again:
        found["installation"] = decided.meeting.held_on
    if complete:
        found["visit"] = min((i.happened_on for i in complete if i.happened_on), default=None)
    return found


def latest_version(plan: Plan) -> int | None:
    """The highest number anybody drafted or made; None where there is none."""
    return max((*(v.number for v in plan.versions), *(d.version for d in plan.drafts)), default=None)


def _latest_day(plan: Plan) -> date | None:
    return max((v.on for v in plan.versions if v.on), default=None)


def _awaits_review(plan: Plan, policy: Policy) -> bool:
    """Drafted when a review was required, and nobody has reviewed that version; one that was returned is redrafted."""
    if not plan.drafts or is_examined(plan):
        return False
    latest = max(plan.drafts, key=lambda d: d.version)
    if not policy.value("procurement.review_required", latest.drafted_on):
        return False
    reviews = reviews_of(plan, latest.version)
    return not reviews or not reviews[-1].verdict


def _awaits_second_review(case: PlanCase, policy: Policy) -> bool:
    """The rule on amended versions says so: unknown, and it tells what would mend it."""
    return any(v.outcome == "unknown" and v.mend_fr for v in is_reviewed_again.judge(case, policy))


def may_be_listed(case: PersonCase) -> bool:
    """Registered, and agreed at the latest registration: without it there is no ground to carry a name about."""
    registered = case.journey.registrations
    return bool(registered) and registered[-1].has_consented


def person_waits_for(case: PersonCase, policy: Policy) -> Waits:
    """Every step that is open for somebody who may be listed; nothing for anybody else."""
    life = case.journey
    registered = life.registrations
    if not may_be_listed(case):
        return {}
    back = min((d for r in registered for d in (r.in_commune_on, r.returned_on) if d), default=None)
    talked = any(talk.outcome == "done" for talk in life.counsellings)
    found: dict[str, date | None] = {}
    if _awaits_follow_up(case):
        found["immediate_follow_up"] = next((r.registered_on for r in registered if r.is_flagged), back)
    if not talked:
        found["counselling"] = back
    if not life.orientations:
        found["orientation"] = back
    if _awaits_training(case, policy):
        found["training"] = life.orientations[-1].held_on
    if _awaits_plan(case, policy):
        found["plan"] = max((d.held_on for d in life.training_days if d.held_on), default=None)
    if any(v.outcome in {"broken", "unknown"} for v in is_asked.judge(case, policy)):
        found["satisfaction"] = back
    if talked and (not _was_asked(case) or any(i.steps for p in case.plans for i in p.installations)):
        found["sustainability"] = back
    return found


def _awaits_follow_up(case: PersonCase) -> bool:
    """Flagged, and not visited yet, or to be visited again."""
    if not any(r.is_flagged for r in case.journey.registrations):
        return False
    done = [v for v in case.journey.follow_ups if v.outcome == "done"]
    return not done or done[-1].continues


def _awaits_training(case: PersonCase, policy: Policy) -> bool:
    """Chose a business at the last orientation, and has not completed a training."""
    chosen = [a.pathway for a in case.journey.orientations if a.pathway]
    return bool(chosen) and chosen[-1] in BUSINESS and not _is_trained(case, policy)


def _awaits_plan(case: PersonCase, policy: Policy) -> bool:
    """Trained, with no active plan or one that no committee has answered."""
    answered = [p for p in case.plans if p.code in case.active_plans and is_examined(p)]
    return _is_trained(case, policy) and not answered


def _is_trained(case: PersonCase, policy: Policy) -> bool:
    return any(v.outcome == "met" for v in is_complete.judge(case, policy))


def _was_asked(case: PersonCase) -> bool:
    return any(s.kind == "sustainability" and s.outcome == "done" for s in case.journey.surveys)
