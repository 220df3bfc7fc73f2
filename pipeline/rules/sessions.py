"""The orientation session itself: one day, local opportunities, local experts, partners people asked for."""

from collections.abc import Iterator

from pipeline.model.case import SessionCase
from pipeline.model.finding import Fact
from pipeline.model.steps import Actor, Session

from .policy import Policy
from .rule import Ground, Verdict, rule
from .words import day_en, day_fr

SOURCE = "fiche #3, détails opérationnels"
OTHER_REASONS = frozenset({"local_opportunity", "authority", "other"})


def _held(case: SessionCase) -> tuple[Session, ...]:
    return tuple(s for s in case.sessions if s.outcome == "held")


def _not_held() -> Verdict:
    return Ground().not_applicable("Ce n'est pas une orientation tenue.", "This is no orientation that was held.")


def _orientations(case: SessionCase) -> tuple[Session, ...]:
    return _held(case) if case.kind == "orientation" else ()


def _present(sessions: tuple[Session, ...]) -> tuple[Actor, ...]:
    return tuple(a for s in sessions for a in s.actors if a.attended is not False)


@rule(
    "orientation.one_day",
    "session",
    severity="warning",
    rows=(17,),
    fr="Une session d'orientation dure une journée.",
    en="An orientation session lasts one day.",
    source=SOURCE + " : « cette activité d'une journée »",
)
def lasts_one_day(case: SessionCase, policy: Policy) -> Iterator[Verdict]:
    """First and last day are the same."""
    held = _orientations(case)
    if not held:
        yield _not_held()
    for session in held:
        facts = (
            Fact("début", "first day", str(session.held_on or "—"), session.origin),
            Fact("fin", "last day", str(session.ended_on or "—"), session.origin),
        )
        ground = Ground(facts, session.held_on, about=session.origin.root_uuid)
        if session.held_on is None or session.ended_on is None:
            yield ground.unknown("L'un des deux jours manque.", "One of the two days is missing.")
        elif session.held_on == session.ended_on:
            yield ground.met("Une journée.", "One day.")
        else:
            yield ground.broken(
                f"Du {day_fr(session.held_on)} au {day_fr(session.ended_on)}.",
                f"From {day_en(session.held_on)} to {day_en(session.ended_on)}.",
                "Corriger la date de fin, ou écrire une session par journée.",
                "Correct the last day, or write one session for each day.",
            )


@rule(
    "orientation.opportunities",
    "session",
    severity="warning",
    rows=(18, 53),
    fr="Une session d'orientation présente au moins une opportunité locale.",
    en="An orientation session presents at least one local opportunity.",
    source=SOURCE + " : « informer les migrants sur les possibilités locales »",
    outcomes=("met", "broken", "not_applicable"),
)
def presents_opportunities(case: SessionCase, policy: Policy) -> Iterator[Verdict]:
    """Over all submissions of the session together."""
    held = _orientations(case)
    if not held:
        yield _not_held()
        return
    count = sum(len(s.opportunities) for s in held)
    facts = tuple(Fact("opportunités", "opportunities", len(s.opportunities), s.origin) for s in held)
    ground = Ground(facts, held[0].held_on)
    if count:
        yield ground.met(f"{count} opportunité(s) présentée(s).", f"{count} opportunity(ies) presented.")
    else:
        yield ground.broken(
            "Aucune opportunité locale n'est notée.",
            "No local opportunity is written.",
            "Compléter le formulaire, ou prévoir des témoignages à la prochaine session.",
            "Complete the form, or plan examples for the next session.",
        )


@rule(
    "orientation.local_experts",
    "session",
    severity="information",
    rows=(20, 22, 24, 25),
    fr="Des experts locaux participent à la session d'orientation.",
    en="Local experts take part in the orientation session.",
    source=SOURCE + " : « avoir accès à des experts locaux »",
)
def has_local_experts(case: SessionCase, policy: Policy) -> Iterator[Verdict]:
    """Number and kind are free in the practice; only that somebody local was there is looked at."""
    held = _orientations(case)
    if not held:
        yield _not_held()
        return
    experts = [a for a in _present(held) if a.category == "technical_expert"]
    local = sum(1 for a in experts if a.is_local)
    ground = Ground(tuple(Fact("intervenants", "actors", len(s.actors), s.origin) for s in held), held[0].held_on)
    if local:
        yield ground.met(f"{local} expert(s) local(aux).", f"{local} local expert(s).")
    elif any(a.is_local is None for a in experts):
        yield ground.unknown("On ne sait pas si les experts sont locaux.", "Whether the experts are local is not said.")
    else:
        yield ground.broken(
            f"Aucun expert local sur {len(experts)} expert(s).",
            f"No local expert among {len(experts)}.",
            "Inviter un service technique de la commune à la prochaine session.",
            "Invite a technical service of the commune to the next session.",
        )


@rule(
    "orientation.invitations_from_needs",
    "session",
    severity="information",
    rows=(59, 62),
    fr="Chaque invitation répond à un besoin exprimé au conseil, ou dit une autre raison.",
    en="Every invitation answers a need told in counselling, or gives another reason.",
    source="fiche #3, partenariat : « Les partenaires sont identifiés à la suite des sessions individuelles »",
)
def invites_for_needs(case: SessionCase, policy: Policy) -> Iterator[Verdict]:
    """Needs of people of the commune, told before the session; a sector of '' fits any."""
    invited = [*(case.planned.invitations if case.planned else ())]
    invited += [a for s in _orientations(case) for a in s.actors if a.invited]
    if case.kind != "orientation" or not invited:
        yield Ground().not_applicable("Aucune invitation n'est notée.", "No invitation is written.")
        return
    origins = tuple(dict.fromkeys(where for told in case.needs.values() for where in told))
    ground = Ground(
        (
            Fact("invitations", "invitations", len(invited), case.sessions[0].origin if case.sessions else None),
            *(Fact("besoin exprimé", "need told", "conseil", where) for where in origins[:20]),
        ),
        case.sessions[0].held_on if case.sessions else None,
    )
    without = [a for a in invited if a.invited_for not in OTHER_REASONS and not _is_needed(a, case)]
    unsaid = sum(1 for a in without if not a.invited_for)
    if not without:
        yield ground.met("Chaque invitation a sa raison.", "Every invitation has its reason.")
    elif unsaid == len(without):
        yield ground.unknown(
            f"La raison de {unsaid} invitation(s) n'est pas notée.",
            f"The reason of {unsaid} invitation(s) is not written.",
            "Noter pourquoi chaque partenaire est invité.",
            "Write why each partner is invited.",
        )
    else:
        yield ground.broken(
            f"{len(without)} invitation(s) sans besoin exprimé au conseil.",
            f"{len(without)} invitation(s) without a need told in counselling.",
            "Noter la vraie raison, ou compléter les besoins dans les entretiens de conseil.",
            "Write the true reason, or complete the needs in the counselling talks.",
        )


def _is_needed(actor: Actor, case: SessionCase) -> bool:
    return any(
        (actor.expert_type and need.expert_type == actor.expert_type) or (actor.sector and need.sector == actor.sector)
        for need in case.needs
    )


RULES = (lasts_one_day, presents_opportunities, has_local_experts, invites_for_needs)
