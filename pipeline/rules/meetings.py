"""A meeting as an event: it has taken place, and it looks at no more plans than it can do justice to."""

from collections.abc import Iterator

from pipeline.model.case import MeetingCase
from pipeline.model.finding import Fact

from .committee import held_on
from .policy import Policy
from .rule import Ground, Verdict, rule
from .words import day_en, day_fr


@rule(
    "committee.size",
    "meeting",
    severity="information",
    rows=(37, 39),
    fr="Une réunion examine au plus le nombre de plans fixé.",
    en="A meeting examines at most the set number of plans.",
    source="fiche #3, détails opérationnels : « 15 à 20 plans … à présent … dès que 4 ou 5 plans »",
    thresholds=("committee.most_plans",),
    outcomes=("met", "broken", "not_applicable"),
)
def examines_not_too_many(case: MeetingCase, policy: Policy) -> Iterator[Verdict]:
    """Different plans over all submissions of the meeting."""
    count = len({d.plan_code for m in case.meetings for d in m.decisions})
    most = policy.at("committee.most_plans", held_on(case))
    ground = Ground(
        (Fact("plans", "plans", count, case.meetings[0].origin if case.meetings else None),), held_on(case), most
    )
    if most is None or most.value is None or not count:
        yield ground.not_applicable("Aucun nombre fixé, ou aucun plan.", "No number set, or no plan.")
    elif count <= most.value:
        yield ground.met(f"{count} plan(s).", f"{count} plan(s).")
    else:
        yield ground.broken(
            f"{count} plans en une réunion ; {most.value} au plus.",
            f"{count} plans in one meeting; {most.value} at most.",
            "Tenir deux réunions.",
            "Hold two meetings.",
        )


@rule(
    "committee.not_in_future",
    "meeting",
    severity="blocking",
    rows=(7,),
    fr="Une réunion a une date, et elle n'est pas dans l'avenir.",
    en="A meeting has a day, and it is not in the future.",
    source="fiche #3, résumé : « dans l'ordre chronologique »",
    outcomes=("met", "broken", "unknown"),
)
def has_taken_place(case: MeetingCase, policy: Policy) -> Iterator[Verdict]:
    """Decisions of a meeting that is still to come are no decisions."""
    day = held_on(case)
    ground = Ground(tuple(Fact("réunion", "meeting", str(m.held_on or "—"), m.origin) for m in case.meetings), day)
    if day is None:
        yield ground.unknown("La date de la réunion manque.", "The day of the meeting is missing.")
    elif day > policy.today:
        yield ground.broken(
            "La réunion est datée de l'avenir.",
            "The meeting is dated in the future.",
            "Corriger la date de la réunion.",
            "Correct the day of the meeting.",
            until=day,
        )
    else:
        yield ground.met("La réunion a eu lieu.", "The meeting has taken place.")


@rule(
    "committee.one_day",
    "meeting",
    severity="warning",
    rows=(32,),
    fr="Le code d'une réunion désigne une seule réunion, d'un seul jour.",
    en="The code of a meeting stands for one meeting, of one day.",
    source="domaine, ligne 32",
    outcomes=("met", "broken", "unknown"),
)
def is_of_one_day(case: MeetingCase, policy: Policy) -> Iterator[Verdict]:
    """Two meetings under one code would lend each other their members; a meeting in two submissions has one day."""
    days = sorted({m.held_on for m in case.meetings if m.held_on})
    ground = Ground(
        tuple(Fact("réunion", "meeting", str(m.held_on or "—"), m.origin) for m in case.meetings), held_on(case)
    )
    if not days:
        yield ground.unknown("La date de la réunion manque.", "The day of the meeting is missing.")
    elif len(days) == 1:
        yield ground.met("Une réunion, un jour.", "One meeting, one day.")
    else:
        yield ground.broken(
            f"Un même code pour {len(days)} jours : {', '.join(map(day_fr, days))}.",
            f"One code for {len(days)} days: {', '.join(map(day_en, days))}.",
            "Corriger la date, ou donner à chaque réunion son propre code.",
            "Correct the day, or give each meeting a code of its own.",
        )


RULES = (examines_not_too_many, has_taken_place, is_of_one_day)
