"""Random histories of a small programme: submissions come, change, vanish and return, and people decide."""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlalchemy import text

from pipeline.cards.batches import Batch, issue
from pipeline.cards.replacing import Replacement, record_replacement
from pipeline.model.answers import Origin
from pipeline.model.linkage import Evidence, LinkDecision, Pair, Part
from pipeline.model.meeting import Decision, Meeting
from pipeline.model.mention import Mention, Told
from pipeline.model.plan import Draft, Line, Member
from pipeline.model.steps import Counselling, Registration
from pipeline.registry import facts, marks
from pipeline.registry.case_tables import DERIVED
from pipeline.run.link_identities import Giving
from pipeline.run.link_model import Linkage
from pipeline.run.link_spoken import Changed, Spoken
from pipeline.run.linking import Linking

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
MODEL = SimpleNamespace(upper=5.0, lower=0.0, floor=-4.0)
SURNAMES, GIVEN = ("SAWADOGO", "OUEDRAOGO", "SORE"), ("Awa", "Issa", "Fati", "Paul")
YEARS, PHONES = ("1990", "1991"), ("70000001", "70000002", "")


class PlainScorer:
    """Agreement counted in whole bits, over blocks by surname and by phone: fast, and wrong often enough."""

    def blocks(self, records):
        return {r.record_id: self._keys(r) for r in records}

    def _keys(self, record):
        said = [record.surname, record.phone]
        return {int.from_bytes(word.encode()[:7], "big") for word in said if word}

    def every(self, records):
        return self.new(records, [])

    def new(self, new, known):
        everybody, fresh = [*new, *known], {r.record_id for r in new}
        wanted = [
            (a.record_id, b.record_id)
            for a in everybody
            for b in everybody
            if a.record_id < b.record_id and {a.record_id, b.record_id} & fresh and self._keys(a) & self._keys(b)
        ]
        return self.these(everybody, wanted)

    def these(self, records, wanted):
        by_id = {r.record_id: r for r in records}
        found = [self._pair(by_id[left], by_id[right]) for left, right in sorted(wanted)]
        return [pair for pair in found if pair.weight >= MODEL.floor]

    def _pair(self, left, right):
        parts = [Part("prior", "records", -5.0)]
        for name, agrees, differs in (
            ("surname", 4, -3),
            ("given_names", 4, -5),
            ("birth_date", 3, -4),
            ("phone", 2, 0),
        ):
            a, b = getattr(left, name), getattr(right, name)
            if a and b:
                parts.append(Part(name, "same" if a == b else "other", float(agrees if a == b else differs)))
        return Pair(left.record_id, right.record_id, sum(p.weight for p in parts), tuple(parts))


@dataclass
class World:
    """What is on the server now; ``sayings`` as linking asks for them."""

    chance: random.Random
    there: dict[str, Spoken] = field(default_factory=dict)
    vanished: dict[str, Spoken] = field(default_factory=dict)
    editions: int = 0
    cards: list[str] = field(default_factory=list)
    decisions: list[UUID] = field(default_factory=list)
    now: datetime = BEGIN

    def changed(self, connection, *, everything, thorough):
        found = Changed()
        for stage in {s.stage for s in self.there.values()} | marks.stages_read(connection):
            read = marks.editions_read(connection, stage)
            there = {root: s.edition_id for root, s in self.there.items() if s.stage == stage}
            roots = None if everything else frozenset(r for r, e in there.items() if read.get(r) != e)
            if there and (roots is None or roots):
                found.roots[stage] = roots
            found.gone |= read.keys() - there.keys()
        return found

    def said(self, connection, stage, roots):
        wanted = [s for s in self.there.values() if s.stage == stage and (roots is None or s.root_uuid in roots)]
        self.chance.shuffle(wanted)
        return iter(wanted)

    def later(self):
        self.now += timedelta(hours=1)
        return self.now

    def somebody(self):
        """Evidence of one of few people who resemble each other, or hardly any."""
        pick = self.chance.choice
        if self.chance.random() < 0.1:
            return Evidence("", pick(("", "S")))
        return Evidence("", pick(SURNAMES), pick(GIVEN), "female", pick(YEARS), "year", pick(PHONES), "BF1", "Bagré")

    def code(self, connection, likely):
        """A card's code, a code that the office gave to somebody, or none."""
        given = list(connection.scalars(text("SELECT code FROM registry.identity ORDER BY given_at, handle")))
        pool = self.cards + (given if self.chance.random() < 0.15 else [])
        return self.chance.choice(pool) if pool and self.chance.random() < likely else ""

    def submission(self, connection, root, stage):
        """One that says something drawn at random."""
        self.editions += 1
        origin = Origin(stage, root, self.editions, "1", self.chance.choice(("north", "south")))
        mentions = [self.mention(connection, origin, stage, i) for i in range(3 if stage == "business_plan" else 1)]
        nouns = NOUNS[stage](self, origin, mentions)
        if stage == "committee":
            mentions = []
        return Spoken(root, stage, f"{stage}/all", origin.zone, self.editions, self.later(), tuple(mentions), nouns)

    def mention(self, connection, origin, stage, place):
        role: Any = {"registration": "registered", "counselling": "counselled"}.get(stage, "holder")
        row = f"members/{place + 1}" if role == "holder" else "who"
        mention_id = f"{origin.root_uuid}#{row}"
        code = self.code(connection, 0.5 if role == "registered" else 0.7)
        named = not code or self.chance.random() < (0.95 if role == "registered" else 0.5)
        said = self.somebody()._replace(record_id=mention_id) if named else None
        told = tuple(Told(f, getattr(said, f), f"who/{f}") for f in ("surname", "given_names", "phone") if said)
        number = self.chance.choice(("", "", "", "", "X-1", "X-2"))
        on = date(2026, 1, 1) + timedelta(days=self.chance.randrange(60))
        return Mention(mention_id, origin._replace(row=row), role, code, "card" if code else "", number, said, on, told)


def registration(world, origin, mentions):
    day = mentions[0].on
    return (Registration(origin, mentions[0].mention_id, day, day, "F1", "BF1", True, False, (), day),)


def counselling(world, origin, mentions):
    return (Counselling(origin, mentions[0].mention_id, mentions[0].on, "done"),)


def draft(world, origin, mentions):
    code = world.chance.choice(("B-1", "B-1", "B-2"))
    members = tuple(Member(one.mention_id, "member") for one in mentions)
    price = world.chance.choice((1000, 2000))
    line = Line("goat", "", "", Decimal(2), "piece", price, Decimal(2 * price))
    made = Draft(
        origin, code, world.chance.choice((1, 2)), "", mentions[0].on, "collective", "livestock", "BF1",
        members=members, lines=(line,), total=Decimal(2 * price), received_at=world.now,
    )  # fmt: skip
    return (made,)


def meeting(world, origin, mentions):
    decided = tuple(Decision(origin, code, 1, "validated") for code in ("B-1", "B-2") if world.chance.random() < 0.6)
    return (Meeting(origin, "M-1", mentions[0].on, None, None, "BF1", (), decided, received_at=world.now),)


NOUNS = {"registration": registration, "counselling": counselling, "business_plan": draft, "committee": meeting}


@dataclass
class History:
    """One programme that goes on at random, linked after every batch."""

    connection: Any
    seed: int
    scorer: Any = field(default_factory=PlainScorer)
    model: Any = field(default_factory=lambda: MODEL)

    def __post_init__(self):
        self.chance = random.Random(self.seed)
        self.world = World(random.Random(f"world {self.seed}"))
        self.dice = random.Random(f"dice {self.seed}")
        batch = Batch(UUID(int=self.seed + 1), "person", "", "", "", BEGIN)
        self.world.cards = list(issue(self.connection, batch, 4, draw=self.dice.choice))

    def link(self, **options):
        giving = Giving(self.world.later(), None, self.dice.choice, lambda: f"{self.dice.getrandbits(64):016x}")
        linkage = Linkage(self.model, "1")
        return Linking(self.connection, self.world, linkage, giving, self.scorer).run(**options)

    def live(self, batches):
        """So many batches of things that happen, each linked."""
        for _ in range(batches):
            for _ in range(self.chance.randint(1, 5)):
                self.happen()
            self.link()

    def happen(self):
        kinds = (
            ["arrive"] * 14
            + ["edit"] * 2
            + ["vanish"] * 2
            + ["come_back"] * 2
            + ["decide"] * 3
            + ["undo", "replace_card"]
        )
        getattr(self, self.chance.choice(kinds))()

    def arrive(self):
        stage = self.chance.choice(["registration"] * 3 + ["counselling"] + ["business_plan"] * 2 + ["committee"])
        root = f"uuid:{self.chance.getrandbits(64):016x}"
        self.world.there[root] = self.world.submission(self.connection, root, stage)

    def edit(self):
        if self.world.there:
            root = self.chance.choice(sorted(self.world.there))
            self.world.there[root] = self.world.submission(self.connection, root, self.world.there[root].stage)

    def vanish(self):
        if self.world.there:
            root = self.chance.choice(sorted(self.world.there))
            self.world.vanished[root] = self.world.there.pop(root)

    def come_back(self):
        if self.world.vanished:
            root = self.chance.choice(sorted(self.world.vanished))
            self.world.there[root] = self.world.vanished.pop(root)

    def decide(self):
        said = [one for spoken in self.world.there.values() for one in spoken.mentions]
        if len(said) < 2:
            return
        one, other = sorted(self.chance.sample(said, 2), key=lambda m: m.mention_id)
        verdict: Any = self.chance.choice(("same", "different"))
        decided = LinkDecision(
            one.mention_id, other.mention_id, verdict, "seen", "awa", self.world.later(), None, one.code, other.code
        )
        number = UUID(int=self.chance.getrandbits(128))
        facts.record_decision(self.connection, number, decided, None)
        self.world.decisions.append(number)

    def undo(self):
        if self.world.decisions:
            number = self.world.decisions.pop(self.chance.randrange(len(self.world.decisions)))
            facts.record_undo(
                self.connection, number, why="", undone_by="awa", undone_at=self.world.later(), run_id=None
            )

    def replace_card(self):
        old = self.chance.choice(self.world.cards)
        batch = Batch(UUID(int=self.chance.getrandbits(128)), "person", "", "", "", BEGIN)
        (new,) = issue(self.connection, batch, 1, draw=self.dice.choice)
        record_replacement(self.connection, Replacement(new, old, "lost", "awa", self.world.later()))
        self.world.cards.append(new)

    def rows(self):
        """Every row of every derived table, sorted."""
        return {
            table.name: sorted(
                map(
                    str,
                    self.connection.execute(text(f"SELECT to_jsonb(t)::text FROM registry.{table.name} t")).scalars(),
                )
            )
            for table in DERIVED
        }

    def identities(self):
        return list(self.connection.execute(text("SELECT * FROM registry.identity ORDER BY handle")).all())
