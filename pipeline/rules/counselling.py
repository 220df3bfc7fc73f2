"""The individual talk: after the return to the commune, about wish, skills and idea, before any plan."""

from collections.abc import Iterator

from pipeline.model.case import PersonCase
from pipeline.model.finding import Fact
from pipeline.model.steps import Counselling

from .policy import Policy
from .rule import Ground, Verdict, rule
from .words import day_en, day_fr, days_en, days_fr

SOURCE = "fiche #3, partenariat : « sessions individuelles de conseil »"


def _done(case: PersonCase) -> tuple[Counselling, ...]:
    return tuple(talk for talk in case.journey.counsellings if talk.outcome == "done")


@rule(
    "counselling.after_return",
    "person",
    severity="warning",
    rows=(60,),
    fr="Le conseil a lieu après le retour dans la commune, ou une raison est notée.",
    en="Counselling takes place after the return to the commune, or a reason is written.",
    source=SOURCE + ", « dispensées au retour du migrant dans sa communauté d'origine »",
)
def comes_after_return(case: PersonCase, policy: Policy) -> Iterator[Verdict]:
    """One verdict for each talk that took place; judged by the return to the commune, not by the flight."""
    back = min(((r.in_commune_on, r.origin) for r in case.journey.registrations if r.in_commune_on), default=None)
    talks = _done(case)
    if not talks:
        yield Ground().not_applicable("Aucun conseil pour l'instant.", "No counselling so far.")
    for talk in talks:
        facts = [Fact("conseil", "counselling", str(talk.counselled_on or "—"), talk.origin)]
        if back:
            facts.append(Fact("retour dans la commune", "return to the commune", str(back[0]), back[1]))
        ground = Ground(tuple(facts), talk.counselled_on, about=talk.origin.root_uuid)
        if back is None or talk.counselled_on is None:
            yield ground.unknown(
                "L'une des deux dates manque.",
                "One of the two days is missing.",
                "Compléter la date du retour dans la commune, ou celle du conseil.",
                "Complete the day of return to the commune, or that of the talk.",
            )
        elif talk.counselled_on >= back[0]:
            days = (talk.counselled_on - back[0]).days
            yield ground.met(f"{days_fr(days)} après le retour.", f"{days_en(days)} after the return.")
        elif talk.has_early_reason:
            yield ground.met("Avant le retour, avec une raison notée.", "Before the return, with a reason written.")
        else:
            yield ground.broken(
                f"Le {day_fr(talk.counselled_on)}, avant le retour du {day_fr(back[0])}, sans raison notée.",
                f"On {day_en(talk.counselled_on)}, before the return of {day_en(back[0])}, without a reason.",
                "Noter la raison dans le formulaire de conseil, ou corriger la date.",
                "Write the reason in the counselling form, or correct the day.",
            )


@rule(
    "counselling.content",
    "person",
    severity="warning",
    rows=(13, 61),
    fr="Le conseil dit le souhait, les compétences et l'idée d'activité, même s'il n'y en a pas encore.",
    en="Counselling tells the wish, the skills and the idea, even if there is none yet.",
    source=SOURCE + ", « première idée d'un projet … compétences et expériences »",
    outcomes=("met", "broken", "not_applicable"),
)
def tells_wish_skills_and_idea(case: PersonCase, policy: Policy) -> Iterator[Verdict]:
    """Over all talks together: a second talk may complete the first. Who declines is not asked further."""
    talks = _done(case)
    if not talks:
        yield Ground().not_applicable("Aucun conseil pour l'instant.", "No counselling so far.")
        return
    facts = tuple(Fact("conseil", "counselling", str(t.counselled_on or "—"), t.origin) for t in talks)
    ground = Ground(facts, talks[-1].counselled_on)
    missing = [
        words
        for words, said in (
            (("le souhait", "the wish"), any(t.wish for t in talks)),
            (("les compétences", "the skills"), any(t.has_skill is not None for t in talks)),
        )
        if not said
    ]
    if all(t.wish == "declined" for t in talks):
        yield ground.not_applicable("La personne a décliné l'accompagnement.", "The person declined the support.")
    elif missing:
        fr, en = " et ".join(w[0] for w in missing), " and ".join(w[1] for w in missing)
        yield ground.broken(
            f"Le conseil ne dit pas {fr}.",
            f"Counselling does not tell {en}.",
            "Compléter le formulaire de conseil avec la personne.",
            "Complete the counselling form with the person.",
        )
    else:
        yield ground.met("Souhait et compétences sont dits.", "Wish and skills are told.")


@rule(
    "counselling.skills_before_plan",
    "person",
    severity="warning",
    rows=(8, 47),
    fr="Avant un plan, la personne a déclaré ses compétences, ou dit n'en avoir aucune.",
    en="Before a plan, the person declared their skills, or said to have none.",
    source="fiche #3, résumé : « En s'appuyant sur les compétences et expériences »",
)
def skills_are_known(case: PersonCase, policy: Policy) -> Iterator[Verdict]:
    """Skills said after the plan do not count as its ground."""
    if not case.plans:
        yield Ground().not_applicable("Aucun plan.", "No plan.")
        return
    drafted = min((d.drafted_on for p in case.plans for d in p.drafts if d.drafted_on), default=None)
    said = [t for t in _done(case) if t.has_skill is not None]
    ground = Ground(
        tuple(Fact("compétences dites", "skills told", str(t.counselled_on or "—"), t.origin) for t in said), drafted
    )
    if not said:
        yield ground.broken(
            "Aucune compétence ni « aucune » n'est déclarée.",
            "Neither a skill nor 'none' is declared.",
            "Tenir l'entretien de conseil, et y noter les compétences ou leur absence.",
            "Hold the counselling talk, and write the skills or their absence.",
        )
    elif drafted is None or all(t.counselled_on is None for t in said):
        yield ground.unknown("La date du plan ou du conseil manque.", "The day of the plan or of the talk is missing.")
    elif min(t.counselled_on for t in said if t.counselled_on) <= drafted:
        yield ground.met("Compétences déclarées avant le plan.", "Skills declared before the plan.")
    else:
        yield ground.broken(
            f"Compétences déclarées après le plan du {day_fr(drafted)}.",
            f"Skills declared after the plan of {day_en(drafted)}.",
            "Vérifier avec les porteurs que le plan tient compte de leurs compétences.",
            "Check with the holders that the plan takes their skills into account.",
        )


RULES = (comes_after_return, tells_wish_skills_and_idea, skills_are_known)
