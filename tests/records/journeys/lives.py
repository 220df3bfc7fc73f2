"""Synthetic people and their steps; a test changes only what it is about."""

from pipeline.model.person import Known, Person, Value
from pipeline.model.steps import Attendance, Counselling, ImmediateFollowUp, Registration, Survey
from pipeline.records.journeys.journeys import journeys
from pipeline.records.nouns import gather
from pipeline.records.plans.plans import plans

from ..plans.said import at, day, origin


def when(on):
    return day(on) if on is not None else None


def person(key="a", standing="registered", **fields):
    where = origin("registration", f"reg-{key}")
    known = {name: Known(Value(value, where, f"person/{name}")) for name, value in fields.items()}
    return Person(key, f"P{key}", standing, fields=known)


def registration(key="a", flight=-60, commune=-50, on=-55, root=""):
    where = origin("registration", root or f"reg-{key}")
    return Registration(
        where, f"{where.root_uuid}#who", when(flight), when(commune), "", "BF4801", True, False, (), when(on)
    )


def counselling(key="a", on=-40, outcome="done", root=""):
    where = origin("counselling", root or f"talk-{key}")
    return Counselling(where, f"{where.root_uuid}#who", when(on), outcome)


def follow_up(key="a", on=-45, outcome="done"):
    where = origin("immediate_follow_up", f"soon-{key}")
    return ImmediateFollowUp(where, f"{where.root_uuid}#who", when(on), outcome)


def attendance(key="a", on=-30, kind="orientation", number=0, pathway="", row=1):
    root = f"{kind}-{key}-{number}"
    where = origin(kind, root, f"attendees/{row}")
    return Attendance(where, f"uuid:{root}#attendees/{row}", kind, "S1", when(on), "BF4801", number, pathway)


def training(key="a", *days):
    return [attendance(key, on, "training", number) for number, on in enumerate(days, 1)]


def survey(key="a", on=50, kind="satisfaction", outcome="done", wave=""):
    where = origin(kind, f"ask-{key}")
    return Survey(where, f"{where.root_uuid}#who", kind, when(on), outcome, wave)


OWN = (Registration, ImmediateFollowUp, Counselling, Attendance, Survey)


def all_nouns(*said, received=None):
    """Nouns of people and plans; received on one day unless the test says otherwise."""
    return gather(said, {one.origin.root_uuid: at(1) for one in said} if received is None else received)


def linked_by_root(*said, **keys):
    """Own steps lead to the person named after the last part of their root, as ``reg-a`` does."""
    mentions = [one.mention_id for one in said if isinstance(one, OWN)]
    own = {mention: mention.split("#")[0].split("-")[1] for mention in mentions}
    return own | {mention: key for mention, key in keys.items() if key}


def lives(people, *said, linked=None, received=None):
    """(journeys, plans) of all of this."""
    nouns = all_nouns(*said, received=received)
    known = linked_by_root(*said) | (linked or {})
    made = plans(nouns, known, {})
    return journeys(people, nouns, made, known), made


def life(*said, linked=None, received=None, **fields):
    """The journey of person ``a``."""
    ((journey,), _) = lives([person("a", **fields)], *said, linked=linked, received=received)
    return journey
