"""Random histories of a small programme: submissions come, change, vanish and return, and people decide."""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlalchemy import text

from pipeline.cards.batches import Batch, issue
from pipeline.cards.replacing import Replacement, newest_codes, read_replacements, record_replacement
from pipeline.findings.current import read_findings
from pipeline.model.answers import Origin
from pipeline.model.linkage import Evidence, LinkDecision, Pair, Part
from pipeline.model.meeting import Decision, Meeting
from pipeline.model.mention import Mention, Told
from pipeline.model.plan import Draft, Line, Member
from pipeline.model.steps import Actor, Attendance, Counselling, Need, PlannedSession, Registration, Session
from pipeline.registry import facts, marks
from pipeline.registry.case_tables import DERIVED
from pipeline.rules.policy import Policy
from pipeline.run.judging.casebook import CaseBook
from pipeline.run.judging.judging import Judging
from pipeline.run.judging.policy import read_ruling
from pipeline.run.judging.reading import Reading
from pipeline.run.linking.identities import Giving
from pipeline.run.linking.linking import Linking
from pipeline.run.linking.model import Linkage
from pipeline.run.linking.spoken import Changed, Spoken

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
POLICY = read_ruling(Path(__file__).parents[2], BEGIN).policy
MODEL = SimpleNamespace(upper=5.0, lower=0.0, floor=-4.0)
SURNAMES, GIVEN = ("SAWADOGO", "OUEDRAOGO", "SORE"), ("Awa", "Issa", "Fati", "Paul")
COMMUNES = ("BF-BLG-garango", "BF-BLG-beguedo", "BF-NAM-tougouri")
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

    def need(self):
        return self.chance.choice((Need("bank", ""), Need("livestock_service", "livestock")))

    def submission(self, connection, root, stage):
        """One that says something drawn at random."""
        self.editions += 1
        origin = Origin(stage, root, self.editions, "1", self.chance.choice(("north", "south")))
        count = {"business_plan": 3, "orientation": 2}.get(stage, 1)
        mentions = [self.mention(connection, origin, stage, i) for i in range(count)]
        nouns = NOUNS[stage](self, origin, mentions)
        if stage in SPEAK_OF_NOBODY:
            mentions = []
        return Spoken(root, stage, f"{stage}/all", origin.zone, self.editions, self.later(), tuple(mentions), nouns)

    def mention(self, connection, origin, stage, place):
        roles = {"registration": "registered", "counselling": "counselled", "orientation": "oriented"}
        role: Any = roles.get(stage, "holder")
        row = f"members/{place + 1}" if role in ("holder", "oriented") else "who"
        mention_id = f"{origin.root_uuid}#{row}"
        code = self.code(connection, 0.5 if role == "registered" else 0.7)
        named = not code or self.chance.random() < (0.95 if role == "registered" else 0.5)
        said = self.somebody()._replace(record_id=mention_id) if named else None
        told = tuple(Told(f, getattr(said, f), f"who/{f}") for f in ("surname", "given_names", "phone") if said)
        told += (Told("commune", self.chance.choice(COMMUNES), "who/commune"),) if role == "registered" else ()
        number = self.chance.choice(("", "", "", "", "X-1", "X-2"))
        on = date(2026, 1, 1) + timedelta(days=self.chance.randrange(60))
        return Mention(mention_id, origin._replace(row=row), role, code, "card" if code else "", number, said, on, told)


def registration(world, origin, mentions):
    day = mentions[0].on
    flagged = world.chance.random() < 0.3
    return (
        Registration(
            origin,
            mentions[0].mention_id,
            day,
            day,
            "F1",
            mentions[0].told[-1].value if mentions[0].told else "",
            True,
            flagged,
            (),
            day,
        ),
    )


def counselling(world, origin, mentions):
    needs = tuple({world.need() for _ in range(world.chance.randrange(3))})
    return (Counselling(origin, mentions[0].mention_id, mentions[0].on, "done", "own_business", needs=needs),)


def orientation(world, origin, mentions):
    day, where = mentions[0].on, world.chance.choice(COMMUNES)
    code = world.chance.choice(("O-1", "O-2", "O-3"))
    came = tuple(Attendance(origin, one.mention_id, "orientation", code, day, where) for one in mentions)
    expert = Actor("technical_expert", "livestock_service", invited=True, invited_for=world.chance.choice(("", "need")))
    held = Session(origin, "orientation", code, day, day, where, "held", actors=(expert,))
    return (held, *came)


def planned(world, origin, mentions):
    code, where = world.chance.choice(("O-1", "O-2")), world.chance.choice(COMMUNES)
    expert = Actor("technical_expert", "bank", invited=True, invited_for="need")
    return (PlannedSession(origin, "orientation", code, mentions[0].on, 1, where, "planned", (expert,)),)


def draft(world, origin, mentions):
    code = world.chance.choice(("B-1", "B-1", "B-2"))
    members = tuple(Member(one.mention_id, "member") for one in mentions)
    price = world.chance.choice((1000, 2000))
    line = Line("goat", "", "", Decimal(2), "piece", price, Decimal(2 * price))
    made = Draft(
        origin, code, world.chance.choice((1, 2)), "", mentions[0].on, "collective", "livestock",
        world.chance.choice(COMMUNES),
        members=members, lines=(line,), total=Decimal(2 * price), received_at=world.now,
    )  # fmt: skip
    return (made,)


def meeting(world, origin, mentions):
    decided = tuple(Decision(origin, code, 1, "validated") for code in ("B-1", "B-2") if world.chance.random() < 0.6)
    return (Meeting(origin, "M-1", mentions[0].on, None, None, "BF1", (), decided, received_at=world.now),)


NOUNS = {
    "registration": registration,
    "counselling": counselling,
    "orientation": orientation,
    "session_plan": planned,
    "business_plan": draft,
    "committee": meeting,
}
SPEAK_OF_NOBODY = ("committee", "session_plan")


@dataclass
class History:
    """One programme that goes on at random, linked after every batch."""

    connection: Any
    seed: int
    scorer: Any = field(default_factory=PlainScorer)
    model: Any = field(default_factory=lambda: MODEL)
    day: date = date(2026, 1, 20)

    def __post_init__(self):
        self.chance = random.Random(self.seed)
        self.world = World(random.Random(f"world {self.seed}"))
        self.dice = random.Random(f"dice {self.seed}")
        batch = Batch(UUID(int=self.seed + 1), "person", "", "", "", BEGIN)
        self.world.cards = list(issue(self.connection, batch, 4, draw=self.dice.choice))

    def link(self, **options):
        """People and findings as the submissions make them; rows written, the marks of judging left out."""
        giving = Giving(self.world.later(), None, self.dice.choice, lambda: f"{self.dice.getrandbits(64):016x}")
        linking = Linking(self.connection, self.world, Linkage(self.model, "1"), giving, self.scorer)
        rows = linking.run(**options)
        return rows + self.judge(linking.touched).rows

    def judge(self, touched):
        aliases = newest_codes(read_replacements(self.connection))
        policy = Policy(self.day, POLICY.thresholds, POLICY.catalogue, POLICY.parents)
        book = CaseBook(Reading(self.connection, self.world, aliases), policy)
        return Judging(book, self.world.now, None).run(touched, "1")

    def live(self, batches):
        """So many batches of things that happen, each linked."""
        for _ in range(batches):
            for _ in range(self.chance.randint(1, 5)):
                self.happen()
            self.day += timedelta(days=self.chance.choice((0, 0, 1, 5, 30)))
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
        usual = ["registration"] * 4 + ["counselling"] * 2 + ["business_plan"] * 3 + ["orientation", "committee"]
        stage = self.chance.choice([*usual, "session_plan"])
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
        } | {"finding": self.findings()}

    def findings(self):
        """Every finding as it stands, sorted."""
        return sorted(map(str, read_findings(self.connection)))

    def turns(self):
        """How often a verdict changed, or was seen for the first time."""
        return self.connection.scalar(text("SELECT count(*) FROM ops.finding_change"))

    def identities(self):
        return list(self.connection.execute(text("SELECT * FROM registry.identity ORDER BY handle")).all())
