"""A small programme said in nouns: people by card, their talks, sessions, plans and meetings, linked for real."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from pipeline.model.answers import Origin
from pipeline.model.linkage import Evidence
from pipeline.model.meeting import Decision, Meeting
from pipeline.model.mention import Mention, Told
from pipeline.model.plan import Draft, Member
from pipeline.model.steps import Actor, Attendance, Counselling, Need, PlannedSession, Registration, Session
from pipeline.registry import mentions
from pipeline.rules.policy import Policy
from pipeline.run.judging.casebook import CaseBook
from pipeline.run.judging.reading import Reading
from pipeline.run.linking.identities import Giving
from pipeline.run.linking.linking import Linking
from pipeline.run.linking.model import Linkage
from pipeline.run.linking.spoken import Spoken

from .histories import MODEL, PlainScorer, World

AWA, ISSA, FATI = "P222222P", "P333333J", "P444444E"
BEGIN = date(2019, 1, 10)
GARANGO, BEGUEDO = "BF-BLG-garango", "BF-BLG-beguedo"
LIVESTOCK = Need("livestock_service", "livestock")


@dataclass
class Lived:
    """What tablets sent so far; every ``say`` is one submission, on the server at once."""

    connection: Any
    world: World = field(default_factory=lambda: World(None))  # type: ignore[arg-type]
    policy: Policy = field(default_factory=lambda: Policy(date(2019, 6, 1)))
    model: Any = field(default_factory=lambda: MODEL)
    given: int = 0

    def __post_init__(self):
        self.world.chance = self  # type: ignore[assignment]

    def shuffle(self, rows):
        """In the order they were sent."""

    def link(self, **options):
        """People, plans and journeys as the submissions make them; the linking that was done."""
        done = Linking(self.connection, self.world, Linkage(self.model, "1"), self._giving(), PlainScorer())
        done.run(**options)
        return done

    def book(self, **aliases):
        """The case book as it stands."""
        return CaseBook(Reading(self.connection, self.world, aliases), self.policy)

    def key(self, card):
        """The person key behind a card."""
        said = [m for s in self.world.there.values() for m in s.mentions if m.code == card]
        return mentions.people_spoken_of(self.connection, {m.origin.root_uuid for m in said})[said[0].mention_id]

    def register(self, card, commune=GARANGO, on=BEGIN):
        where = self._origin("registration")
        told = (Told("commune", commune, "person/commune"), Told("sex", "female", "person/sex"))
        one = self._mention(where, "who", "registered", card, told)
        noun = Registration(where, one.mention_id, on, on, "V1", commune, True, False, registered_on=on)
        return self._say(where, (one,), (noun,))

    def counsel(self, card, *needs, on=BEGIN):
        where = self._origin("counselling")
        one = self._mention(where, "who", "counselled", card)
        return self._say(where, (one,), (Counselling(where, one.mention_id, on, "done", "own_business", needs=needs),))

    def orient(self, code, *cards, on=date(2019, 2, 10), commune=GARANGO, **changes):
        where = self._origin("orientation")
        there = tuple(self._mention(where, f"roster/{card}", "oriented", card) for card in cards)
        came = tuple(Attendance(where, m.mention_id, "orientation", code, on, commune) for m in there)
        session = Session(
            where, "orientation", code, on, on, commune, "held", attendees=tuple(m.mention_id for m in there)
        )
        return self._say(where, there, (replace(session, **changes), *came))

    def plan_session(self, code, kind="orientation", commune=GARANGO, on=date(2019, 2, 1)):
        where = self._origin("session_plan")
        invited = Actor("technical_expert", "livestock_service", "livestock", invited=True, invited_for="need")
        return self._say(where, (), (PlannedSession(where, kind, code, on, 1, commune, "planned", (invited,)),))

    def draft(self, plan, *cards, on=date(2019, 3, 4), version=1, commune=GARANGO):
        where = self._origin("business_plan")
        members = tuple(self._mention(where, f"members/{n + 1}", "holder", card) for n, card in enumerate(cards))
        rows = tuple(Member(m.mention_id, "member") for m in members)
        kind = "collective" if len(cards) > 1 else "individual"
        noun = Draft(where, plan, version, "", on, kind, "livestock", commune, members=rows, received_at=self.world.now)
        return self._say(where, members, (noun,))

    def meet(self, meeting_id, *decided, on=date(2019, 3, 20)):
        """``decided``: (plan code, decision)."""
        where = self._origin("committee")
        rows = tuple(
            Decision(where._replace(row=f"decisions/{n + 1}"), plan, 1, said) for n, (plan, said) in enumerate(decided)
        )
        noun = Meeting(where, meeting_id, on, None, None, GARANGO, (), rows, received_at=self.world.now)
        return self._say(where, (), (noun,))

    def again(self, root, say, *arguments, **options):
        """The submission is sent again, with other answers."""
        before = set(self.world.there)
        say(*arguments, **options)
        (fresh,) = set(self.world.there) - before
        sent = self.world.there.pop(fresh)
        self.world.there[root] = _renamed(sent, fresh, root)
        return root

    def delete(self, root):
        del self.world.there[root]

    def _say(self, where, mentions, nouns):
        spoken = Spoken(
            where.root_uuid, where.stage, f"{where.stage}/all", "", where.edition_id, self.world.now, mentions, nouns
        )
        self.world.there[where.root_uuid] = spoken
        return where.root_uuid

    def _origin(self, stage):
        self.world.editions += 1
        self.world.later()
        return Origin(stage, f"uuid:{self.world.editions:04d}", self.world.editions, "1", "")

    def _mention(self, where, row, role, card, told=()):
        evidence = Evidence(f"{where.root_uuid}#{row}", "SAWADOGO", card) if role == "registered" else None
        return Mention(
            f"{where.root_uuid}#{row}", where._replace(row=row), role, card, "card", "", evidence, BEGIN, told
        )

    def _giving(self):
        def key():
            self.given += 1
            return f"person-{self.given}"

        return Giving(datetime(2019, 1, 1, tzinfo=UTC), None, lambda signs: signs[0], key)


def _renamed(value: Any, old: str, new: str) -> Any:
    """The same with one root uuid for another, wherever it stands."""
    if isinstance(value, str):
        return value.replace(old, new)
    if isinstance(value, tuple):
        parts = [_renamed(part, old, new) for part in value]
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    if hasattr(value, "__dataclass_fields__"):
        return replace(value, **{name: _renamed(getattr(value, name), old, new) for name in value.__dataclass_fields__})
    return value
