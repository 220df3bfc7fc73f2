"""The procurement review: before the committee, by administration or procurement, and its verdict is heeded."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from pipeline.model.case import PlanCase
from pipeline.model.finding import Fact
from pipeline.model.meeting import Decided, Meeting
from pipeline.model.plan import Plan
from pipeline.model.review import Review

from .decision import name_of
from .policy import Policy
from .rule import Ground, Verdict, rule
from .words import day_en, day_fr

SOURCE = "fiche #3, recommandation 2"
ROLES = {"procurement": ("acquisition", "procurement"), "administration": ("administration", "administration")}
PASSED = frozenset({"conforming", "conforming_corrected"})
VERDICTS = {
    "conforming": ("conforme", "conforming"),
    "conforming_corrected": ("conforme après correction", "conforming once corrected"),
    "returned": ("retour au porteur", "returned to the holders"),
    "above_ceiling": ("hors plafond", "above the ceiling"),
}


def reviews_of(plan: Plan, version: int | None) -> tuple[Review, ...]:
    """Reviews of that version; one that names no version speaks of any.

    The version that a review itself made, by its prices, is reviewed by it as long as nobody drafted it again.
    """
    makers = {v.origin for v in plan.versions if v.number == version and v.made_by == "procurement" and not v.draft}
    return tuple(r for r in plan.reviews if version is None or r.version in (None, version) or r.origin in makers)


def _facts(decided: Decided, reviews: tuple[Review, ...]) -> tuple[Fact, ...]:
    meeting = decided.meeting
    return (
        Fact("décision", "decision", str(meeting.held_on or "—"), decided.decision.origin),
        *(Fact("revue", "review", f"{r.reviewed_on or '—'} {r.verdict}", r.origin) for r in reviews),
    )


@rule(
    "procurement.before_committee",
    "plan",
    severity="blocking",
    rows=(69,),
    fr="L'administration ou l'acquisition revoit la version du plan avant que le comité en décide.",
    en="Administration or procurement reviews the plan's version before the committee decides on it.",
    source=SOURCE + " : « faire revoir les plans … avant leur validation »",
    thresholds=("procurement.review_required",),
)
def is_reviewed_first(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """One verdict for each decision. The recommendation dates of 2019: older decisions legitimately lack a review."""
    if not case.plan.decisions:
        yield Ground().not_applicable("Le comité n'a pas encore examiné ce plan.", "No committee has examined it yet.")
    for decided in case.plan.decisions:
        held = decided.meeting.held_on
        required = policy.at("procurement.review_required", held)
        reviews = reviews_of(case.plan, decided.decision.version)
        ground = Ground(_facts(decided, reviews), held, required, name_of(decided))
        if held is None:
            yield ground.unknown(
                "La date de la réunion manque.",
                "The day of the meeting is missing.",
                "Compléter la date de la réunion.",
                "Complete the day of the meeting.",
            )
        elif required is None or not required.value:
            yield ground.not_applicable(
                "La revue n'était pas encore demandée ce jour-là.", "No review was asked for yet on that day."
            )
        elif not reviews:
            yield ground.broken(
                f"Décidé le {day_fr(held)} sans revue de cette version.",
                f"Decided on {day_en(held)} without a review of this version.",
                "Faire revoir cette version et la représenter au comité ; ou envoyer la revue restée sur une tablette.",
                "Have this version reviewed, then present it again; or send the review left on a tablet.",
            )
        else:
            yield _dated(ground, reviews, decided.meeting)


def _dated(ground: Ground, reviews: tuple[Review, ...], meeting: Meeting) -> Verdict:
    held = meeting.held_on
    days = [r.reviewed_on for r in reviews if r.reviewed_on]
    if held is None or not days:
        return ground.unknown(
            "La date de la revue manque.",
            "The day of the review is missing.",
            "Compléter la date de la revue.",
            "Complete the day of the review.",
        )
    first = min(days)
    doubted = [r for r in reviews if r.reviewed_on and r.reviewed_on < held and _is_opened_after(r, held)]
    if first < held and len(doubted) == sum(day < held for day in days):
        return ground.unknown(
            f"Revue datée du {day_fr(first)}, mais son formulaire a été ouvert après la décision du {day_fr(held)}.",
            f"Review dated {day_en(first)}, but its form was opened after the decision of {day_en(held)}.",
            "Vérifier la date sur la revue signée : fausse, la corriger ; juste, le noter dans une dérogation.",
            "Check the day on the signed review: if wrong, correct it; if right, write it in an override.",
        )
    if first < held:
        return ground.met(f"Revu le {day_fr(first)}, avant la décision.", f"Reviewed on {day_en(first)}, before it.")
    if first > held:
        return ground.broken(
            f"Revu le {day_fr(first)}, après la décision du {day_fr(held)}.",
            f"Reviewed on {day_en(first)}, after the decision of {day_en(held)}.",
            "Si la date de la revue est fausse, la corriger ; sinon représenter le plan au comité.",
            "If the day of the review is wrong, correct it; otherwise present the plan to the committee again.",
        )
    return _same_day(ground, [r for r in reviews if r.reviewed_on == held], meeting)


def _is_opened_after(review: Review, day: date) -> bool:
    """By the tablet's own clock; where the form keeps none, its day is believed."""
    return review.started_at is not None and review.started_at.date() > day


def _same_day(ground: Ground, reviews: list[Review], meeting: Meeting) -> Verdict:
    """Burkina Faso's clock is UTC all the year round, so minutes and tablets compare as they are."""
    ends = [r.ended_at for r in reviews if r.ended_at]
    if ends and meeting.held_on and meeting.started_at and min(ends).date() == meeting.held_on:
        end, begun = min(ends), _instant(meeting.held_on, meeting.started_at)
        closed = _instant(meeting.held_on, meeting.ended_at) if meeting.ended_at else None
        if end <= begun:
            return ground.met("Revu le même jour, avant la réunion.", "Reviewed on the same day, before the meeting.")
        if closed and end > closed:
            return ground.broken(
                "Revu le même jour, après la réunion.",
                "Reviewed on the same day, after the meeting.",
                "Représenter le plan au comité, ou corriger les heures.",
                "Present it again, or correct the clock times.",
            )
    return ground.unknown(
        "Revu le jour même de la décision, et les heures ne permettent pas de dire lequel vient d'abord.",
        "Reviewed on the day of the decision, and the clock times do not tell which came first.",
        "Vérifier dans le procès-verbal et sur la revue l'heure de chacun.",
        "Check the clock times in the minutes and on the review.",
    )


def _instant(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock.replace(tzinfo=None), UTC)


@rule(
    "procurement.reviewer",
    "plan",
    severity="warning",
    rows=(69,),
    fr="La revue est faite par l'administration ou l'acquisition.",
    en="The review is made by administration or procurement.",
    source=SOURCE + " : « services administratifs ou d'acquisition »",
)
def reviewer_is_entitled(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """One verdict for each review."""
    if not case.plan.reviews:
        yield Ground().not_applicable("Aucune revue.", "No review.")
    for review in case.plan.reviews:
        facts = (Fact("réviseur", "reviewer", review.reviewer_role or "—", review.origin),)
        ground = Ground(facts, review.reviewed_on, about=review.origin.root_uuid)
        if review.reviewer_role in ROLES:
            fr, en = ROLES[review.reviewer_role]
            yield ground.met(f"Revu par : {fr}.", f"Reviewed by: {en}.")
        elif not review.reviewer_role:
            yield ground.unknown("La revue ne dit pas qui l'a faite.", "The review does not say who made it.")
        else:
            yield ground.broken(
                "Revu par un autre service.",
                "Reviewed by another service.",
                "Faire revoir le plan par l'administration ou l'acquisition.",
                "Have the plan reviewed by administration or procurement.",
            )


@rule(
    "procurement.verdict_heeded",
    "plan",
    severity="blocking",
    rows=(69, 71),
    fr="Le comité valide une version que la revue a trouvée conforme.",
    en="The committee validates a version that the review found conforming.",
    source=SOURCE,
    thresholds=("procurement.review_required",),
)
def verdict_is_heeded(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """The last review by the day of the decision counts; a rejected or adjourned plan breaks nothing."""
    validated = [d for d in case.plan.decisions if d.decision.decision.startswith("validated")]
    if not validated:
        yield Ground().not_applicable("Pas validé.", "Not validated.")
    for decided in validated:
        held = decided.meeting.held_on
        required = policy.at("procurement.review_required", held)
        reviews = reviews_of(case.plan, decided.decision.version)
        before = [r for r in reviews if r.reviewed_on and held and r.reviewed_on <= held]
        ground = Ground(_facts(decided, reviews), held, required, name_of(decided))
        if required is None or not required.value:
            yield ground.not_applicable("Aucune revue n'était demandée.", "No review was asked for.")
        elif not before:
            yield ground.unknown("Aucune revue datée avant la décision.", "No review dated before the decision.")
        elif before[-1].verdict in PASSED:
            fr, en = VERDICTS[before[-1].verdict]
            yield ground.met(f"Revue : {fr}.", f"Review: {en}.")
        else:
            fr, en = VERDICTS.get(before[-1].verdict, ("sans verdict", "without a verdict"))
            yield ground.broken(
                f"Validé alors que la revue disait : {fr}.",
                f"Validated although the review said: {en}.",
                "Corriger le plan, le faire revoir, et le représenter au comité.",
                "Correct the plan, have it reviewed again, and present it to the committee again.",
            )


RULES = (is_reviewed_first, reviewer_is_entitled, verdict_is_heeded)
