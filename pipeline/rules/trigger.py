"""When a locality has enough plans for a committee meeting of its own."""

from collections.abc import Iterator
from datetime import date

from pipeline.model.case import LocalityCase
from pipeline.model.finding import Fact
from pipeline.model.plan import Plan

from .policy import Policy
from .procurement import PASSED, reviews_of
from .rule import Ground, Verdict, rule

SOURCE = "fiche #3, détails opérationnels : « au niveau local dès que 4 ou 5 plans d'affaire sont réalisés »"


def is_examined(plan: Plan) -> bool:
    """A committee decided about its latest draft, or about one that it inherits from; an adjournment is no answer.

    A higher number than the latest draft's is what procurement or a committee made of it.
    """
    last = max((d.version for d in plan.drafts), default=0)
    answered = {d.decision.version for d in plan.decisions if d.decision.decision != "adjourned"}
    heirs = {v.number for v in plan.versions if v.inherits is not None and v.inherits in answered}
    return any(version is None or version >= last for version in answered) or last in heirs


def ready_since(plan: Plan, policy: Policy) -> date | None:
    """The day from which the plan waits for a committee; None where it does not.

    Drafted is enough as long as no review is required on the day of drafting; from then on it is the day of the
    review that found the latest version conforming. The last word of procurement counts: what it sent back after
    that waits for its holders.
    """
    drafts = [d for d in plan.drafts if d.drafted_on]
    if not drafts or is_examined(plan):
        return None
    latest = max(drafts, key=lambda d: d.version)
    if not policy.value("procurement.review_required", latest.drafted_on):
        return latest.drafted_on
    reviews = reviews_of(plan, latest.version)
    if not reviews or reviews[-1].verdict not in PASSED:
        return None
    return max((r.reviewed_on for r in reviews if r.verdict in PASSED and r.reviewed_on), default=None)


def waiting(case: LocalityCase, policy: Policy) -> tuple[Plan, ...]:
    """Plans of the place that wait for a committee, the longest waiting first."""
    since = [(day, plan.code, plan) for plan in case.plans if (day := ready_since(plan, policy))]
    return tuple(plan for _, _, plan in sorted(since, key=lambda one: one[:2]))


@rule(
    "committee.local_meeting",
    "locality",
    severity="information",
    rows=(37, 39),
    fr="Une réunion locale du comité est convoquée dès que la localité a assez de plans à examiner.",
    en="A local committee meeting is called as soon as the place has enough plans to examine.",
    source=SOURCE,
    thresholds=(
        "committee.local_level",
        "committee.local_minimum",
        "committee.local_reminder",
        "procurement.review_required",
    ),
    outcomes=("met", "broken", "not_applicable"),
)
def has_enough_plans(case: LocalityCase, policy: Policy) -> Iterator[Verdict]:
    """Broken where enough plans wait and nobody met: ready at the minimum, said again at the reminder."""
    plans = waiting(case, policy)
    minimum = policy.at("committee.local_minimum")
    reminder = policy.value("committee.local_reminder")
    facts = tuple(
        Fact("plan à examiner", "plan to examine", f"{p.code} {ready_since(p, policy)}", p.drafts[-1].origin)
        for p in plans
    )
    ground = Ground(facts, None, minimum)
    mend = (
        "Convoquer le comité : retour committee ready dit qui inviter.",
        "Call the committee: retour committee ready says whom to invite.",
    )
    if minimum is None or minimum.value is None:
        yield ground.not_applicable("Aucun nombre fixé.", "No number is set.")
    elif not plans:
        yield ground.not_applicable("Aucun plan à examiner.", "No plan to examine.")
    elif len(plans) < minimum.value:
        yield ground.met(f"{len(plans)} plan(s) sur {minimum.value}.", f"{len(plans)} of {minimum.value} plan(s).")
    elif reminder is not None and len(plans) >= reminder:
        yield ground.broken(
            f"{len(plans)} plans attendent : rappel.", f"{len(plans)} plans are waiting: a reminder.", *mend
        )
    else:
        yield ground.broken(f"{len(plans)} plans attendent.", f"{len(plans)} plans are waiting.", *mend)


RULES = (has_enough_plans,)
