"""A decision: once per version and meeting, about a version that was there, on both criteria."""

from collections import defaultdict
from collections.abc import Iterator

from pipeline.model.case import PlanCase
from pipeline.model.finding import Fact
from pipeline.model.meeting import Decided

from .policy import Policy
from .rule import Ground, Verdict, rule

SOURCE = "fiche #3, détails opérationnels"


def name_of(decided: Decided) -> str:
    """What tells a decision apart: two rows about one plan in one meeting have another place in the submissions."""
    place = decided.decision.origin
    return f"{decided.meeting.meeting_id or place.root_uuid} {place.root_uuid[-8:]} {place.row}".strip()


def on_decision(decided: Decided, *facts: Fact) -> Ground:
    """What verdicts about one decision stand on."""
    said = Fact("décision", "decision", decided.decision.decision or "—", decided.decision.origin)
    return Ground((said, *facts), decided.meeting.held_on, about=name_of(decided))


def not_examined() -> Verdict:
    """What rules about decisions say as long as there is none."""
    return Ground().not_applicable("Pas encore examiné.", "Not examined yet.")


@rule(
    "decision.once",
    "plan",
    severity="blocking",
    rows=(32,),
    fr="Une réunion prend exactement une décision sur une version d'un plan.",
    en="A meeting takes exactly one decision about one version of a plan.",
    source=SOURCE + " : « valide ou invalide les projets soumis »",
    outcomes=("met", "broken", "not_applicable"),
)
def is_taken_once(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """Over all submissions of one meeting and day: two tablets may both have written it down."""
    by_meeting: defaultdict[tuple[str, int | None], list[Decided]] = defaultdict(list)
    for decided in case.plan.decisions:
        by_meeting[_meeting(decided, case), decided.decision.version].append(decided)
    if not by_meeting:
        yield not_examined()
    for (meeting, version), group in by_meeting.items():
        facts = tuple(Fact("décision", "decision", d.decision.decision or "—", d.decision.origin) for d in group)
        ground = Ground(facts, group[0].meeting.held_on, about=f"{meeting} v{version or '?'}")
        different = {d.decision.decision for d in group}
        mend = (
            "Garder la décision du procès-verbal, et supprimer l'autre sur le serveur.",
            "Keep the decision of the minutes, and delete the other on the server.",
        )
        if len(group) == 1:
            yield ground.met("Une décision.", "One decision.")
        elif len(different) == 1:
            yield ground.broken(
                f"La même décision est écrite {len(group)} fois.",
                f"The same decision is written {len(group)} times.",
                *mend,
            )
        else:
            yield ground.broken(
                f"{len(different)} décisions différentes dans une réunion.",
                f"{len(different)} different decisions in one meeting.",
                *mend,
            )


def _meeting(decided: Decided, case: PlanCase) -> str:
    """Its code; with its day where the plan was decided about under that code on several days."""
    code = decided.meeting.meeting_id or decided.meeting.origin.root_uuid
    days = {d.meeting.held_on for d in case.plan.decisions if d.meeting.meeting_id == decided.meeting.meeting_id}
    return code if len(days) == 1 or not decided.meeting.meeting_id else f"{code} {decided.meeting.held_on or '?'}"


@rule(
    "decision.of_known_version",
    "plan",
    severity="warning",
    rows=(32, 36),
    fr="La décision porte sur une version du plan qui existait ce jour-là.",
    en="The decision is about a version of the plan that existed on that day.",
    source="domaine, ligne 32",
)
def version_is_known(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """Drafted by the day of the meeting; a decision that names no version is unknown."""
    if not case.plan.decisions:
        yield not_examined()
    drafted = {d.version: d.drafted_on for d in reversed(case.plan.drafts)}
    made = {v.number: v.on for v in case.plan.versions} | drafted
    for decided in case.plan.decisions:
        version, held = decided.decision.version, decided.meeting.held_on
        facts = [Fact("version", "version", version or "—", decided.decision.origin)]
        facts += [
            Fact(f"version {d.version}", f"version {d.version}", str(d.drafted_on or "—"), d.origin)
            for d in case.plan.drafts
        ]
        ground = on_decision(decided, *facts)
        day = made.get(version) if version is not None else None
        if not case.plan.drafts:
            yield ground.unknown("Le plan lui-même n'a pas été reçu.", "The plan itself has not been received.")
        elif version is None:
            yield ground.unknown("La décision ne dit pas sur quelle version.", "The decision names no version.")
        elif version not in made:
            yield ground.broken(
                f"La version {version} n'a jamais été reçue.",
                f"Version {version} was never received.",
                "Envoyer cette version, ou corriger le numéro dans la décision.",
                "Send that version, or correct the number in the decision.",
            )
        elif day is None or held is None or day <= held:
            yield ground.met(f"Version {version}.", f"Version {version}.")
        else:
            yield ground.broken(
                f"La version {version} est datée d'après la décision.",
                f"Version {version} is dated after the decision.",
                "Corriger la date, ou le numéro de version dans la décision.",
                "Correct the day, or the version number in the decision.",
            )


@rule(
    "decision.criteria",
    "plan",
    severity="warning",
    rows=(33,),
    fr="Le comité note les deux critères : pertinence locale et viabilité.",
    en="The committee scores both criteria: local relevance and viability.",
    source=SOURCE + " : « la pertinence des projets vis-à-vis du contexte local et … sa viabilité générale »",
    outcomes=("met", "broken", "not_applicable"),
)
def both_criteria_are_scored(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """One verdict for each decision; a plan that was adjourned needs no scores."""
    if not case.plan.decisions:
        yield not_examined()
    for decided in case.plan.decisions:
        said = decided.decision
        ground = on_decision(
            decided,
            Fact("pertinence", "relevance", said.relevance or "—", said.origin),
            Fact("viabilité", "viability", said.viability or "—", said.origin),
        )
        if said.decision == "adjourned":
            yield ground.not_applicable("Ajourné.", "Adjourned.")
        elif said.relevance and said.viability:
            yield ground.met(
                f"{said.relevance}/5 et {said.viability}/5.", f"{said.relevance}/5 and {said.viability}/5."
            )
        else:
            yield ground.broken(
                "Un critère n'est pas noté.",
                "One criterion is not scored.",
                "Compléter les notes d'après le procès-verbal.",
                "Complete the scores from the minutes.",
            )


RULES = (is_taken_once, version_is_known, both_criteria_are_scored)
