"""The practice as it unfolds, day by day: which form is filled when, with what, and what goes wrong with it."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from .answers import arrival, interviews
from .answers import plans as plan_answers
from .answers import sessions as session_answers
from .answers.committee import committee
from .answers.installation import hand_over, purchase
from .drafting import date_plans
from .event import Answers, Event, at
from .journeys import Journey, draw_journeys
from .meetings import Meeting, draw_meetings
from .mess import with_mess
from .people import Person, draw_people
from .plans import Plan, Totals, draw_plans
from .rates import PERIOD_BEGINS
from .sessions import DAYS_OF_TRAINING, Session, draw_orientations, draw_trainings
from .surveys import (
    Installation,
    draw_installations,
    draw_satisfaction,
    draw_sustainability,
    draw_visits,
)

FOCUS_GROUPS = (date(2017, 9, 26), date(2017, 10, 3), date(2018, 10, 9), date(2019, 4, 16))
PLANNED_AHEAD = 10
"""Days between the plan of a session and its day."""


@dataclass(frozen=True, slots=True)
class Programme:
    """All that is drawn from one seed, before anybody fills a form."""

    people: list[Person]
    journeys: list[Journey]
    orientations: list[Session]
    trainings: list[Session]
    plans: list[Plan]
    meetings: list[Meeting]
    installations: list[Installation]


def draw_programme(totals: Totals, seed: int) -> Programme:
    """People, and what a programme does with them; the same seed draws the same programme."""
    people = draw_people(totals.returnees, seed)
    plans = draw_plans(people, totals, seed)
    journeys = draw_journeys(people, plans, seed)
    orientations = draw_orientations(journeys, seed)
    trainings = draw_trainings(journeys, seed)
    plans = date_plans(plans, journeys, seed)
    meetings = draw_meetings(plans, seed)
    return Programme(people, journeys, orientations, trainings, plans, meetings, draw_installations(meetings, seed))


def unfold(totals: Totals, seed: int) -> list[Event]:
    """All events of the programme in the order of their instants; the same seed unfolds the same programme.

    Things go wrong at the rates of ``rates``; see ``mess``.
    """
    drawn = draw_programme(totals, seed)
    chance = random.Random(f"days {seed}")
    stages = (
        *(_arrivals(drawn, seed), _sessions(drawn, seed), _planning(drawn, seed)),
        *(_installing(drawn, seed), _surveys(drawn, seed)),
    )
    calm = [Event(stage, key, at(chance, day), said) for told in stages for stage, key, day, said in told]
    return with_mess(sorted(calm, key=lambda event: event.at), drawn.people, seed)


Told = Iterator[tuple[str, str, date, Answers]]
"""Stage, key, day, answers."""


def _arrivals(drawn: Programme, seed: int) -> Told:
    for journey in drawn.journeys:
        person = journey.person
        yield "registration", person.code, person.in_commune_on, arrival.registration(person, seed)
        if journey.followed_up_on:
            said = arrival.immediate_follow_up(journey, seed)
            yield "immediate_follow_up", f"{person.code} followed up", journey.followed_up_on, said
        if journey.counselled_on:
            yield "counselling", f"{person.code} talk", journey.counselled_on, arrival.counselling(journey, seed)


def _sessions(drawn: Programme, seed: int) -> Told:
    for commune in sorted({person.commune for person in drawn.people}):
        yield "partner", commune[2], PERIOD_BEGINS, session_answers.partner(commune, PERIOD_BEGINS)
    for session in (*drawn.orientations, *drawn.trainings, *map(_as_session, drawn.meetings)):
        ahead = (session.postponed_from or session.day) - timedelta(days=PLANNED_AHEAD)
        yield "session_plan", f"{session.number} planned", ahead, session_answers.session_plan(session, seed)
    for session in drawn.orientations:
        if session.postponed_from:
            postponed = session_answers.postponed(session)
            yield "orientation", f"{session.number} postponed", session.postponed_from, postponed
        yield "orientation", session.number, session.day, session_answers.orientation(session, seed)
    for session in drawn.trainings:
        for day in range(1, DAYS_OF_TRAINING + 1):
            said = session_answers.training_day(session, day, seed)
            yield "training", f"{session.number} day {day}", session.day + timedelta(days=day - 1), said
    communes = sorted({person.commune for person in drawn.people})
    for number, held_on in enumerate(FOCUS_GROUPS, 1):
        name, commune = f"D-{held_on:%Y-%m}-{number:02}", communes[number % len(communes)]
        yield "focus_group", name, held_on, session_answers.focus_group(name, held_on, commune, seed)


def _as_session(meeting: Meeting) -> Session:
    return Session("committee", meeting.code, meeting.held_on, meeting.commune)


def _planning(drawn: Programme, seed: int) -> Told:
    for plan in drawn.plans:
        for version in plan.versions:
            said = plan_answers.business_plan(plan, version, seed)
            yield "business_plan", f"{plan.code} version {version.number}", version.drafted_on, said
        for review in plan.reviews:
            said = plan_answers.procurement_review(plan, review, seed)
            yield "procurement_review", f"{plan.code} review {review.version.number}", review.reviewed_on, said
    for meeting in drawn.meetings:
        yield "committee", meeting.code, meeting.held_on, committee(meeting, seed)


def _installing(drawn: Programme, seed: int) -> Told:
    for each in drawn.installations:
        plan, lines = each.plan, each.plan.versions[-1].lines
        yield "installation", f"{plan.code} bought", each.bought_on, purchase(each, seed)
        first = lines if each.second_on is None else lines[:1]
        is_only = each.second_on is None
        said = hand_over(each, each.handed_over_on, first, is_only, seed)
        yield "installation", f"{plan.code} handed over", each.handed_over_on, said
        if each.second_on is not None:
            said = hand_over(each, each.second_on, lines[1:] or lines, True, seed)
            yield "installation", f"{plan.code} handed over, rest", each.second_on, said


def _surveys(drawn: Programme, seed: int) -> Told:
    for visit in draw_visits(drawn.installations, seed):
        code = visit.plan.code if visit.plan else visit.person.code
        yield "follow_up", f"{code} after {visit.wave}", visit.day, interviews.follow_up(visit, seed)
    installed = {each.plan.code: each.complete_on for each in drawn.installations}
    for asked in draw_satisfaction(drawn.journeys, installed, seed):
        yield "satisfaction", f"{asked.person.code} opinion", asked.day, interviews.satisfaction(asked, seed)
    for asked in draw_sustainability(drawn.journeys, seed):
        key = f"{asked.person.code} score {asked.wave}"
        yield "sustainability", key, asked.day, interviews.sustainability(asked, seed)
