"""Orientation sessions, training days, and what was planned: who was there, who was invited, what was said."""

from ...model.answers import Answers
from ...model.mention import Mention
from ...model.steps import Actor, Attendance, PlannedSession, Session
from .asked import Asked
from .rosters import actors_of, place_of, rows_of, ticked, written_down
from .said import Said

ACTOR = (
    "actor_partner actor_new_category actor_new_expert_type actor_category actor_expert_type actor_sector"
    " actor_is_local"
)
LATE = "content/late/late_one/: late_card late_typed late_on_list late_name"
SESSION = (
    "session/: session_on_list session_number session_code held_on event_outcome",
    "session_where/: session_commune session_commune_name",
    "session_place",
    "content/roster/: attendees",
    f"content/actors/actor/: {ACTOR}",
)
ORIENTATION = (
    *SESSION,
    "session/: ended_on",
    "content/actors/actor_presence/: actor_invited actor_invited_for actor_attended",
    "content/presented/opportunity/: opportunity_sector",
    "content/choices/choice/: chooser_code choice_pathway choice_sector",
    f"{LATE} late_pathway late_sector",
)
TRAINING = (*SESSION, "session/: training_day", LATE, "content/lessons/: modules")
PLANNED = (
    "plan/: session_kind session_number planned_on planned_days session_state",
    "place/: planned_commune planned_commune_name",
    "invitations/invitation/: invited_partner invited_category invited_for invited_need invited_sector",
)
ROSTER = ("late_card", "late_typed", "late_on_list", "late_name")


def read_orientation(answers: Answers) -> Said:
    """One session, with the pathway each person chose at its end."""
    asked = Asked(answers.values)
    on = asked.day("held_on")
    chosen = {row.text("chooser_code"): row for _, row in rows_of(answers, "content/choices")}
    nothing = Asked({})
    met: list[tuple[Mention, str, str]] = []
    for code, mention in ticked(answers, "attendees", "oriented", on):
        row = chosen.get(code, nothing)
        met.append((mention, row.text("choice_pathway"), row.text("choice_sector")))
    for row, mention in written_down(answers, "content/late", ROSTER, "oriented", on):
        met.append((mention, row.text("late_pathway"), row.text("late_sector")))
    code, commune = _code(asked), _commune(asked)
    attended = tuple(
        Attendance(answers.origin, mention.mention_id, "orientation", code, on, commune, 0, pathway, sector)
        for mention, pathway, sector in met
    )
    presented = (row.text("opportunity_sector") for _, row in rows_of(answers, "content/presented"))
    session = Session(
        answers.origin,
        "orientation",
        code,
        on,
        asked.day("ended_on"),
        commune,
        asked.text("event_outcome"),
        0,
        tuple(one.mention_id for one in attended),
        actors_of(answers, "content/actors"),
        tuple(sector for sector in presented if sector),
    )
    return Said(tuple(mention for mention, _, _ in met), (session, *attended))


def read_training(answers: Answers) -> Said:
    """One day of a training."""
    asked = Asked(answers.values)
    on, day = asked.day("held_on"), asked.whole("training_day") or 0
    met = [mention for _, mention in ticked(answers, "attendees", "trained", on)]
    met += [mention for _, mention in written_down(answers, "content/late", ROSTER, "trained", on)]
    code, commune = _code(asked), _commune(asked)
    attended = tuple(
        Attendance(answers.origin, mention.mention_id, "training", code, on, commune, day) for mention in met
    )
    session = Session(
        answers.origin,
        "training",
        code,
        on,
        asked.day("ended_on"),
        commune,
        asked.text("event_outcome"),
        day,
        tuple(one.mention_id for one in attended),
        actors_of(answers, "content/actors"),
        modules=asked.chosen("modules"),
    )
    return Said(tuple(met), (session, *attended))


def read_planned(answers: Answers) -> Said:
    """A session, training, meeting or focus group that is planned."""
    asked = Asked(answers.values)
    invitations = tuple(
        Actor(
            row.text("invited_category"),
            row.text("invited_need"),
            row.text("invited_sector"),
            place_of(row, "invited_partner"),
            invited=True,
            invited_for=row.text("invited_for"),
        )
        for _, row in rows_of(answers, "invitations")
    )
    planned = PlannedSession(
        answers.origin,
        asked.text("session_kind"),
        asked.text("session_number"),
        asked.day("planned_on"),
        asked.whole("planned_days") or 0,
        place_of(asked, "planned_commune", "planned_commune_name"),
        asked.text("session_state"),
        invitations,
    )
    return Said((), (planned,))


def _code(asked: Asked) -> str:
    return place_of(asked, "session_code", "session_on_list", "session_number")


def _commune(asked: Asked) -> str:
    return place_of(asked, "session_place", "session_commune", "session_commune_name")
