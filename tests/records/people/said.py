"""Small words for tests: mentions, pairs, decisions and the shell's part of giving identities out."""

from datetime import UTC, date, datetime, timedelta

from pipeline.model.answers import Origin
from pipeline.model.linkage import Evidence, LinkDecision, Pair
from pipeline.model.mention import Mention, Told
from pipeline.model.person import Identity
from pipeline.records.linking.model import Frequencies, Model
from pipeline.records.people.identities import wanted
from pipeline.records.people.persons import persons
from pipeline.records.people.unite import unite

START = datetime(2026, 3, 1, tzinfo=UTC)
MODEL = Model("test", 1000, 0.3, 1.0, {}, 5.0, 0.0, -4.0, 40, {}, Frequencies({}, {}, 0.001), {})
SURE, DOUBTFUL, WEAK = 8.0, 2.0, -2.0


def mention(name, role="registered", code="", surname="Sawadogo", day=1, told=(), **rest):
    """A mention of that id; its name is a name unless ``surname`` is ''."""
    stage = {"registered": "registration", "followed_up": "counselling"}.get(role, role)
    evidence = Evidence(name, surname, rest.pop("given_names", "")) if surname else None
    code_from = rest.pop("code_from", "card" if code else "")
    facts = tuple(Told(field, value, f"person/{field}") for field, value in dict(told).items())
    origin = Origin(stage, name.partition("#")[0], 1, "1", "zone")
    return Mention(
        name, origin, role, code, code_from, rest.get("external_id", ""), evidence, date(2026, 1, day), facts
    )


def follow_up(name, code="", surname="", **rest):
    """A later stage: by default only a code."""
    return mention(name, "followed_up", code, surname, **rest)


def pair(left, right, weight=SURE):
    return Pair(min(left, right), max(left, right), weight)


def decide(left, right, verdict, minute=0, **rest):
    left, right = min(left, right), max(left, right)
    return LinkDecision(left, right, verdict, "", "somebody", START + timedelta(minutes=minute), **rest)


def same(left, right, minute=0, **rest):
    return decide(left, right, "same", minute, **rest)


def different(left, right, minute=0, **rest):
    return decide(left, right, "different", minute, **rest)


def who_is_who(mentions, pairs=(), decisions=(), identities=(), aliases=()):
    """What is united, everybody, and all identities, those given out now included."""
    given, day = list(identities), START + timedelta(days=len(identities))
    aliases = dict(aliases)
    united = unite(mentions, pairs, decisions, given, aliases, MODEL)
    for number, want in enumerate(wanted(united, given)):
        key, code = f"k{len(identities)}-{number}-{want.handle}", want.code or f"PX{len(identities)}-{want.handle}"
        given += [Identity(key, code, handle, day) for handle in (want.handle, *want.also)]
    return united, persons(united, given), tuple(given)


def by_mention(people):
    """Where each mention went."""
    return {one.mention_id: one for one in people.linked}


def keys(people):
    return {one.mention_id: one.person_key for one in people.linked}


def person_of(people, mention_id):
    key = keys(people)[mention_id]
    return next(person for person in people.persons if person.person_key == key)


def together(people):
    """The mentions of each person."""
    return {person.mentions for person in people.persons}
