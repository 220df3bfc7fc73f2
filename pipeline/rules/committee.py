"""The selection committee: who sits and votes, how many, and from where."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from pipeline.model.case import MeetingCase
from pipeline.model.finding import Fact
from pipeline.model.meeting import CommitteeMember

from .policy import Policy
from .rule import Ground, Verdict, rule
from .words import SECTORS, choice_en

SOURCE = "fiche #3, détails opérationnels"
FAMILIES = {
    "local_authority": ("une autorité locale", "a local authority"),
    "civil_society": ("la société civile", "civil society"),
    "technical_expert": ("un expert technique", "a technical expert"),
}


def seats(case: MeetingCase) -> tuple[CommitteeMember, ...]:
    """Everybody at the table; a meeting written in several submissions has each seat once."""
    most: Counter[CommitteeMember] = Counter()
    for meeting in case.meetings:
        most |= Counter(meeting.members)
    return tuple(most.elements())


def voting(case: MeetingCase) -> tuple[CommitteeMember, ...]:
    """Seats that vote: guests advise and secretaries write, so they do not count."""
    return tuple(seat for seat in seats(case) if seat.role == "voting" or (seat.votes and not seat.role))


def held_on(case: MeetingCase) -> date | None:
    """The day of the meeting; None where no submission says it."""
    return min((m.held_on for m in case.meetings if m.held_on), default=None)


def _ground(case: MeetingCase, *facts: Fact, **more: object) -> Ground:
    told = (Fact("sièges", "seats", len(m.members), m.origin) for m in case.meetings)
    return Ground((*facts, *told), held_on(case), **more)  # type: ignore[arg-type]


@rule(
    "committee.composition",
    "meeting",
    severity="blocking",
    rows=(11, 34, 58),
    fr="Le comité compte des autorités locales, la société civile et des experts techniques, invités non compris.",
    en="The committee has local authorities, civil society and technical experts, guests not counted.",
    source=SOURCE
    + " : « composé de représentants des autorités locales, de la société civile et des experts techniques »",
    outcomes=("met", "broken", "unknown"),
)
def has_three_families(case: MeetingCase, policy: Policy) -> Iterator[Verdict]:
    """Voting seats only."""
    present = {seat.category for seat in voting(case)}
    ground = _ground(case, Fact("sièges votants", "voting seats", len(voting(case))))
    missing = [words for family, words in FAMILIES.items() if family not in present]
    if not seats(case):
        yield ground.unknown(
            "Les membres ne sont pas notés.",
            "The members are not written.",
            "Compléter le formulaire de la réunion.",
            "Complete the form of the meeting.",
        )
    elif missing:
        yield ground.broken(
            f"Il manque {', '.join(w[0] for w in missing)}.",
            f"Missing: {', '.join(w[1] for w in missing)}.",
            "Réunir le comité au complet pour ces plans, ou compléter la liste des membres.",
            "Bring the whole committee together for these plans, or complete the list of members.",
        )
    else:
        yield ground.met("Les trois familles d'acteurs siègent.", "The three families of actors sit.")


@rule(
    "committee.expert_of_sector",
    "meeting",
    severity="warning",
    rows=(9, 34),
    fr="Un expert technique du secteur de chaque plan siège et vote.",
    en="A technical expert of each plan's sector sits and votes.",
    source=SOURCE + " : « des experts techniques des domaines visés »",
)
def has_expert_of_each_sector(case: MeetingCase, policy: Policy) -> Iterator[Verdict]:
    """One verdict for each plan decided about; the plan's own sector, else what the committee's list said."""
    experts = sorted({s.sector for s in voting(case) if s.category == "technical_expert" and s.sector})
    decided = [d for m in case.meetings for d in m.decisions]
    if not decided:
        yield _ground(case).not_applicable("Aucun plan examiné.", "No plan was examined.")
    for decision in {d.plan_code: d for d in decided}.values():
        plan = case.plans.get(decision.plan_code)
        sector = (plan.sector if plan else "") or decision.listed_sector
        facts = (
            Fact("secteur du plan", "sector of the plan", sector or "—", decision.origin),
            Fact("secteurs des experts", "sectors of the experts", ", ".join(experts) or "—"),
        )
        ground = _ground(case, *facts, about=decision.plan_code)
        if not sector:
            yield ground.unknown("Le secteur du plan n'est pas connu.", "The sector of the plan is not known.")
        elif sector in experts:
            yield ground.met("Un expert du secteur siège.", "An expert of the sector sits.")
        else:
            yield ground.broken(
                f"Aucun expert du secteur « {SECTORS.get(sector, sector)} ».",
                f"No expert of the sector '{choice_en(sector)}'.",
                "Recueillir l'avis d'un expert du secteur, ou représenter le plan avec lui.",
                "Ask an expert of the sector for an opinion, or present the plan again with one.",
            )


@rule(
    "committee.quorum",
    "meeting",
    severity="blocking",
    rows=(34,),
    fr="Le nombre de votants atteint le quorum.",
    en="The number of voting seats reaches the quorum.",
    source="domaine, section 6 : règles de vote non publiées",
    thresholds=("committee.quorum",),
)
def reaches_quorum(case: MeetingCase, policy: Policy) -> Iterator[Verdict]:
    """Guests and secretaries do not count."""
    quorum = policy.at("committee.quorum", held_on(case))
    count = len(voting(case))
    ground = _ground(case, Fact("votants", "voting", count), threshold=quorum)
    if quorum is None or quorum.value is None:
        yield ground.not_applicable("Aucun quorum fixé ce jour-là.", "No quorum was set on that day.")
    elif not seats(case):
        yield ground.unknown("Les membres ne sont pas notés.", "The members are not written.")
    elif count >= quorum.value:
        yield ground.met(f"{count} votants.", f"{count} voting.")
    else:
        yield ground.broken(
            f"{count} votant(s) ; le quorum est de {quorum.value}.",
            f"{count} voting; the quorum is {quorum.value}.",
            "Réunir le comité de nouveau, ou compléter la liste des membres.",
            "Bring the committee together again, or complete the list of members.",
        )


@rule(
    "committee.local_share",
    "meeting",
    severity="information",
    rows=(35,),
    fr="Le comité a un ancrage local : la part fixée de ses votants est de la localité.",
    en="The committee is rooted in the place: the set share of its voting seats is local.",
    source=SOURCE + " : « un véritable ancrage local »",
    thresholds=("committee.local_share",),
)
def is_rooted(case: MeetingCase, policy: Policy) -> Iterator[Verdict]:
    """Seats that do not say where they are from count as not known, and only matter where they decide."""
    said = [seat.is_local for seat in voting(case)]
    wanted = policy.at("committee.local_share", held_on(case))
    local, unsaid = sum(1 for s in said if s), sum(1 for s in said if s is None)
    ground = _ground(case, Fact("votants locaux", "local voting seats", f"{local}/{len(said)}"), threshold=wanted)
    if wanted is None or wanted.value is None or not said:
        yield ground.not_applicable("Aucune part fixée, ou aucun votant noté.", "No share set, or no voting seat.")
    elif local >= wanted.value * len(said):
        yield ground.met(f"{local} votants locaux sur {len(said)}.", f"{local} of {len(said)} voting seats are local.")
    elif local + unsaid >= wanted.value * len(said):
        yield ground.unknown(f"{unsaid} votant(s) ne disent pas d'où.", f"{unsaid} seat(s) do not say where from.")
    else:
        yield ground.broken(
            f"{local} votant(s) local(aux) sur {len(said)}.",
            f"{local} of {len(said)} voting seats are local.",
            "Inviter plus de membres de la localité.",
            "Invite more members of the place.",
        )


@rule(
    "committee.outside_opinion",
    "meeting",
    severity="blocking",
    rows=(55,),
    fr="Au moins un avis vient d'ailleurs que de l'organisation de mise en œuvre.",
    en="At least one opinion comes from outside the implementing organisation.",
    source="fiche #3, approche : « une expertise locale, inaccessible à la seule OIM »",
    outcomes=("met", "broken", "unknown"),
)
def has_outside_opinion(case: MeetingCase, policy: Policy) -> Iterator[Verdict]:
    """Guests' advice is an opinion too, so every seat but the secretary's counts here."""
    said = [seat.is_implementer for seat in seats(case) if seat.role != "secretary"]
    ground = _ground(case, Fact("de l'extérieur", "from outside", sum(1 for s in said if s is False)))
    if False in said:
        yield ground.met("Des avis extérieurs sont là.", "Opinions from outside are there.")
    elif not said or None in said:
        yield ground.unknown("L'appartenance des membres n'est pas notée.", "The members' organisation is not written.")
    else:
        yield ground.broken(
            "Tous les membres sont de l'organisation de mise en œuvre.",
            "All members belong to the implementing organisation.",
            "Représenter ces plans à un comité avec des membres extérieurs.",
            "Present these plans to a committee with members from outside.",
        )


RULES = (has_three_families, has_expert_of_each_sector, reaches_quorum, is_rooted, has_outside_opinion)
