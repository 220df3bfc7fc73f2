"""A decision is fair: reasons are given, holders are heard, and nobody votes on a relative's plan."""

from collections.abc import Iterator

from pipeline.model.case import PlanCase
from pipeline.model.finding import Fact

from .decision import not_examined, on_decision
from .policy import Policy
from .rule import Ground, Verdict, rule


@rule(
    "decision.reasons",
    "plan",
    severity="warning",
    rows=(32, 33),
    fr="Un refus ou un ajournement dit ses raisons.",
    en="A refusal or an adjournment gives its reasons.",
    source="domaine, section 2.7",
    outcomes=("met", "broken", "not_applicable"),
)
def gives_reasons(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """The holders have a right to know what would change the answer."""
    refused = [d for d in case.plan.decisions if d.decision.decision in {"rejected", "adjourned"}]
    if not refused:
        yield Ground().not_applicable("Ni refus ni ajournement.", "Neither refused nor adjourned.")
    for decided in refused:
        reasons = ", ".join(decided.decision.reasons)
        ground = on_decision(decided, Fact("raisons", "reasons", reasons or "—", decided.decision.origin))
        if reasons:
            yield ground.met("Les raisons sont dites.", "The reasons are given.")
        else:
            yield ground.broken(
                "Aucune raison n'est dite.",
                "No reason is given.",
                "Compléter les raisons d'après le procès-verbal, et les dire aux porteurs.",
                "Complete the reasons from the minutes, and tell them to the holders.",
            )


@rule(
    "decision.holder_heard",
    "plan",
    severity="information",
    rows=(50,),
    fr="Les porteurs défendent leur plan devant le comité.",
    en="The holders defend their plan before the committee.",
    source="fiche #3, photo : « Deux migrants défendent leur projet »",
)
def holder_is_heard(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """One verdict for each decision."""
    if not case.plan.decisions:
        yield not_examined()
    for decided in case.plan.decisions:
        ground = on_decision(decided)
        if decided.decision.holder_heard is None:
            yield ground.unknown("La présence du porteur n'est pas notée.", "Whether the holder was heard is not said.")
        elif decided.decision.holder_heard:
            yield ground.met("Un porteur a été entendu.", "A holder was heard.")
        else:
            yield ground.broken(
                "Aucun porteur n'a été entendu.",
                "No holder was heard.",
                "Entendre les porteurs à la prochaine réunion.",
                "Hear the holders at the next meeting.",
            )


@rule(
    "decision.no_conflict",
    "plan",
    severity="blocking",
    rows=(34,),
    fr="Un membre lié à un porteur s'abstient.",
    en="A member who is related to a holder abstains.",
    source="domaine, section 2.7",
)
def conflict_means_abstention(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """A conflict is no fault; a vote in spite of it is."""
    if not case.plan.decisions:
        yield not_examined()
    for decided in case.plan.decisions:
        said = decided.decision
        ground = on_decision(
            decided,
            Fact("abstentions", "abstentions", said.abstentions if said.abstentions is not None else "—", said.origin),
        )
        if said.conflict is None:
            yield ground.unknown(
                "Le conflit d'intérêts n'a pas été demandé.", "Nobody asked about a conflict of interest."
            )
        elif not said.conflict:
            yield ground.met("Aucun conflit d'intérêts.", "No conflict of interest.")
        elif said.abstentions:
            yield ground.met(
                f"Conflit déclaré, {said.abstentions} abstention(s).",
                f"Conflict declared, {said.abstentions} abstained.",
            )
        else:
            yield ground.broken(
                "Conflit d'intérêts déclaré, et personne ne s'est abstenu.",
                "A conflict of interest was declared, and nobody abstained.",
                "Représenter le plan sans le membre concerné.",
                "Present the plan again without that member.",
            )


@rule(
    "decision.outside_opinion",
    "plan",
    severity="warning",
    rows=(55,),
    fr="Chaque décision repose sur au moins un avis extérieur à l'organisation de mise en œuvre.",
    en="Every decision rests on at least one opinion from outside the implementing organisation.",
    source="fiche #3, approche : « une expertise locale, inaccessible à la seule OIM »",
)
def rests_on_outside_opinion(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """The minutes ask who from outside gave an opinion; nobody written while outsiders sat there is not known."""
    if not case.plan.decisions:
        yield not_examined()
    for decided in case.plan.decisions:
        said, seats = decided.decision, [m for m in decided.meeting.members if m.role != "secretary"]
        opinions = ", ".join(said.opinions)
        ground = on_decision(decided, Fact("avis extérieurs", "opinions from outside", opinions or "—", said.origin))
        mend = (
            "Compléter le procès-verbal ; sinon, recueillir un avis extérieur et représenter le plan.",
            "Complete the minutes; otherwise ask for an opinion from outside, and present the plan again.",
        )
        if opinions:
            yield ground.met("Un avis extérieur est noté.", "An opinion from outside is written.")
        elif not seats or any(seat.is_implementer is not True for seat in seats):
            yield ground.unknown("Aucun avis extérieur n'est noté.", "No opinion from outside is written.", *mend)
        else:
            yield ground.broken("Aucun membre extérieur ne siégeait.", "Nobody from outside sat there.", *mend)


RULES = (gives_reasons, holder_is_heard, conflict_means_abstention, rests_on_outside_opinion)
