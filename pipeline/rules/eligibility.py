"""Who may go on to a business: people who came back, and who said that they wish it."""

from collections.abc import Iterator
from datetime import date

from pipeline.model.answers import Origin
from pipeline.model.case import PersonCase
from pipeline.model.finding import Fact

from .policy import Policy
from .rule import Ground, Verdict, rule

SOURCE = "fiche #3, résumé : « migrants de retour souhaitant s'orienter vers des projets entrepreneuriaux »"
BUSINESS = frozenset({"own_business", "collective_business"})
WISHES = {
    "own_business": "entreprise individuelle",
    "collective_business": "entreprise collective",
    "vocational_training": "formation professionnelle",
    "job": "emploi salarié",
    "school": "scolarité",
    "undecided": "indécis",
    "declined": "refus",
}


@rule(
    "eligibility.returnee",
    "person",
    severity="blocking",
    rows=(5,),
    fr="La personne est un migrant de retour enregistré, avec la date de son retour.",
    en="The person is a registered returnee, with the day of return.",
    source=SOURCE,
    outcomes=("met", "unknown"),
)
def is_returnee(case: PersonCase, policy: Policy) -> Iterator[Verdict]:
    """Somebody whom only later stages speak of is not refused: the registration may still be on a tablet."""
    registered = case.journey.registrations
    returned = next((r for r in registered if r.returned_on), None)
    facts = tuple(Fact("retour", "return", str(r.returned_on or "—"), r.origin) for r in registered)
    ground = Ground(facts, returned.returned_on if returned else None)
    if returned:
        yield ground.met("Enregistrée avec la date de son retour.", "Registered with the day of return.")
    elif registered:
        yield ground.unknown(
            "Enregistrée sans date de retour.",
            "Registered without a day of return.",
            "Compléter la date de retour dans l'enregistrement.",
            "Complete the day of return in the registration.",
        )
    else:
        yield ground.unknown(
            "Aucun enregistrement n'a été reçu sous ce code.",
            "No registration was received under this code.",
            "Envoyer l'enregistrement qui attend sur une tablette, ou enregistrer la personne.",
            "Send the registration that waits on a tablet, or register the person.",
        )


@rule(
    "eligibility.wish",
    "person",
    severity="blocking",
    rows=(5, 54),
    fr="Qui suit la formation ou porte un plan a dit, au conseil ou à l'orientation, vouloir une entreprise.",
    en="Who is trained or holds a plan said, in counselling or orientation, that they want a business.",
    source=SOURCE,
)
def wishes_a_business(case: PersonCase, policy: Policy) -> Iterator[Verdict]:
    """The latest wish before the training or the plan counts; a change of mind afterwards is a person's right."""
    every = sorted(_wishes(case), key=lambda wish: (wish[0] or date.min, wish[2]))
    begun = _begun(case)
    said = [wish for wish in every if begun is None or wish[0] is None or wish[0] <= begun]
    facts = tuple(Fact("souhait", "wish", f"{WISHES.get(w, w)} {on or '—'}", origin) for on, w, origin in every)
    ground = Ground(facts, said[-1][0] if said else begun)
    if not (case.journey.training_days or case.plans):
        yield ground.not_applicable("Ni formation ni plan pour l'instant.", "Neither training nor plan so far.")
    elif not said:
        yield ground.unknown(
            "Aucun souhait n'est noté avant la formation ou le plan.",
            "No wish is on record before the training or the plan.",
            "Envoyer le conseil ou l'orientation de cette personne, ou lui demander son souhait.",
            "Send this person's counselling or orientation, or ask for the wish.",
        )
    elif said[-1][1] in BUSINESS:
        yield ground.met(
            f"Souhait exprimé : {WISHES[said[-1][1]]}.", f"Wish expressed: {said[-1][1].replace('_', ' ')}."
        )
    else:
        last = said[-1][1]
        yield ground.broken(
            f"Le dernier souhait exprimé est autre : {WISHES.get(last, last)}.",
            f"The last wish expressed is another one: {last.replace('_', ' ')}.",
            "Demander à la personne ce qu'elle souhaite, et le noter dans un nouvel entretien de conseil.",
            "Ask the person what they wish, and write it in a new counselling talk.",
        )


def _begun(case: PersonCase) -> date | None:
    """The day on which the wish had to be known: of the first training, or of the first plan without one."""
    trained = [d.held_on for d in case.journey.training_days if d.held_on]
    drafted = [d.drafted_on for p in case.plans for d in p.drafts if d.drafted_on]
    return min(trained or drafted, default=None)


def _wishes(case: PersonCase) -> Iterator[tuple[date | None, str, Origin]]:
    """Day, wish and submission of every wish that was said."""
    for talk in case.journey.counsellings:
        if talk.wish:
            yield talk.counselled_on, talk.wish, talk.origin
    for attended in case.journey.orientations:
        if attended.pathway:
            yield attended.held_on, attended.pathway, attended.origin


RULES = (is_returnee, wishes_a_business)
