"""What the roster of an orientation says of each person: there once, in the own commune, with a choice at the end."""

from collections import Counter
from collections.abc import Iterator

from pipeline.model.case import PersonCase
from pipeline.model.finding import Fact
from pipeline.model.steps import Attendance

from .eligibility import WISHES
from .policy import Policy
from .rule import Ground, Verdict, rule

SOURCE = "fiche #3, détails opérationnels"


def _never() -> Verdict:
    return Ground().not_applicable("Pas encore orientée.", "Not oriented yet.")


def _ground(one: Attendance, *facts: Fact) -> Ground:
    told = Fact("orientation", "orientation", str(one.held_on or "—"), one.origin)
    return Ground((told, *facts), one.held_on, about=one.mention_id)


@rule(
    "orientation.once_each",
    "person",
    severity="warning",
    rows=(19,),
    fr="Une personne est inscrite une seule fois dans une session d'orientation.",
    en="A person is written once in an orientation session.",
    source=SOURCE + " : « sessions en groupe » ; domaine, ligne 19",
    outcomes=("met", "broken", "not_applicable"),
)
def is_written_once(case: PersonCase, policy: Policy) -> Iterator[Verdict]:
    """Ticked on the list and written down as a late one, or in two forms of one session: two rows, one person."""
    attended = case.journey.orientations
    if not attended:
        yield _never()
        return
    times = Counter((a.session_code, a.held_on) for a in attended if a.session_code)
    facts = tuple(
        Fact("orientation", "orientation", f"{a.held_on or '—'} {a.session_code}", a.origin) for a in attended
    )
    ground = Ground(facts, attended[0].held_on)
    twice = [code for (code, _), count in times.items() if count > 1]
    if twice:
        yield ground.broken(
            f"Inscrite plusieurs fois dans la session {', '.join(twice)}.",
            f"Written several times in session {', '.join(twice)}.",
            "Retirer la ligne en trop de la feuille de présence, ou la feuille envoyée deux fois.",
            "Take the surplus row out of the attendance list, or delete the list that was sent twice.",
        )
    else:
        yield ground.met("Inscrite une seule fois par session.", "Written once in each session.")


@rule(
    "orientation.own_commune",
    "person",
    severity="information",
    rows=(23,),
    fr="La session d'orientation se tient dans la commune de retour de la personne.",
    en="The orientation session takes place in the person's commune of return.",
    source=SOURCE + " : « tenues directement dans les communautés de retour »",
)
def is_in_own_commune(case: PersonCase, policy: Policy) -> Iterator[Verdict]:
    """One verdict for each session attended; told, never blocked: people may go to the nearer session."""
    if not case.journey.orientations:
        yield _never()
    own = case.journey.commune
    origin = case.journey.registrations[0].origin if case.journey.registrations else None
    for one in case.journey.orientations:
        ground = _ground(
            one,
            Fact("commune de la session", "commune of the session", one.commune or "—", one.origin),
            Fact("commune de retour", "commune of return", own or "—", origin),
        )
        if not own or not one.commune:
            yield ground.unknown("L'une des deux communes n'est pas connue.", "One of the two communes is not known.")
        elif own == one.commune:
            yield ground.met("Dans sa commune de retour.", "In the commune of return.")
        else:
            yield ground.broken(
                "Dans une autre commune que celle du retour.",
                "In another commune than that of the return.",
                "Rien à corriger si la personne l'a choisi ; sinon prévoir une session dans sa commune.",
                "Nothing to correct if the person chose so; otherwise plan a session in the own commune.",
            )


@rule(
    "orientation.pathway",
    "person",
    severity="information",
    rows=(21, 54),
    fr="Au terme de l'orientation, la voie choisie est notée, l'entreprise comme une autre.",
    en="At the end of the orientation the pathway chosen is written, a business or another one.",
    source=SOURCE + " : « discuter des possibilités de formation professionnelle » ; domaine, lignes 21 et 54",
    outcomes=("met", "broken", "not_applicable"),
)
def notes_pathway(case: PersonCase, policy: Policy) -> Iterator[Verdict]:
    """Whoever chooses another path stays in the reports; without a choice nobody knows who was lost."""
    if not case.journey.orientations:
        yield _never()
    for one in case.journey.orientations:
        said = WISHES.get(one.pathway, one.pathway)
        ground = _ground(one, Fact("voie choisie", "pathway chosen", said or "—", one.origin))
        if one.pathway:
            yield ground.met(f"Voie choisie : {said}.", f"Pathway chosen: {one.pathway.replace('_', ' ')}.")
        else:
            yield ground.broken(
                "La voie choisie n'est pas notée.",
                "The pathway chosen is not written.",
                "Compléter la feuille de la session, ou demander à la personne au prochain entretien.",
                "Complete the form of the session, or ask the person at the next talk.",
            )


RULES = (is_written_once, is_in_own_commune, notes_pathway)
