"""Made-up communities of a hundred people with fifty plans, from the flight to the visits, as submissions say it."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from pipeline.model.answers import Origin
from pipeline.model.installation import Given, Incident, Installation, Purchase, Quotation, Verified, Visit
from pipeline.model.meeting import AmendedLine, CommitteeMember, Decision, Meeting
from pipeline.model.mention import Mention, Told
from pipeline.model.plan import Contribution, Draft, Line, Member
from pipeline.model.review import Review, ReviewedLine
from pipeline.model.steps import (
    Actor,
    Attendance,
    Counselling,
    ImmediateFollowUp,
    Need,
    PlannedSession,
    Registration,
    Session,
    Survey,
)
from pipeline.run.linking.spoken import Spoken

PEOPLE, PLANS, AT_A_SESSION, AT_A_MEETING = 100, 50, 20, 10
GOODS = {"ram": ("head", 55000), "oxen": ("head", 225000), "goat": ("head", 27500), "ewe": ("head", 40000)}
SECTORS = ("livestock", "trade", "crafts", "agriculture")
NEEDS = (Need("livestock_service", "livestock"), Need("bank", ""), Need("training_centre", "crafts"))


@dataclass
class Community:
    """One commune; everything in it is drawn from ``number`` and ``seed``, whatever else is made."""

    number: int
    seed: int = 1
    chance: random.Random = field(init=False)
    _sent: int = 0

    def __post_init__(self):
        self.chance = random.Random(f"{self.seed} {self.number}")
        self.commune = f"BF-{self.number % 400:03d}-c{self.number:05d}"
        self.begin = date(2018, 1, 1) + timedelta(days=self.chance.randrange(700))

    def submissions(self) -> Iterator[Spoken]:
        """Everything that was sent."""
        people = [f"P{self.number:05d}{n:03d}" for n in range(PEOPLE)]
        for card in people:
            yield from self._arrives(card)
        yield from self._sessions(people)
        plans = [f"B{self.number:05d}{n:03d}" for n in range(PLANS)]
        drafted = {code: self._drafted(code, people) for code in plans}
        for sent in drafted.values():
            yield from sent
        for start in range(0, PLANS, AT_A_MEETING):
            yield self._meets(f"C{self.number}-{start}", plans[start : start + AT_A_MEETING])
        for code in plans:
            yield from self._installs(code)
        for card in people:
            if self._likely(0.4):
                yield self._says("satisfaction", (card,), self._survey("satisfaction"))

    def _arrives(self, card):
        on = self._day(0, 60)
        flagged = self._likely(0.1)

        def registered(origin, mentions):
            back = self._or_not(on + timedelta(days=self.chance.randrange(12)))
            yield Registration(
                origin, mentions[0], on, back, "V1", self.commune, self._likely(0.97), flagged, registered_on=on
            )

        yield self._says("registration", (card,), registered, (Told("commune", self.commune, "commune"),))
        if flagged and self._likely(0.85):
            yield self._says(
                "immediate_follow_up",
                (card,),
                lambda origin, mentions: [
                    ImmediateFollowUp(origin, mentions[0], on + timedelta(days=self.chance.randrange(1, 30)), "done")
                ],
            )
        if self._likely(0.9):
            yield self._says("counselling", (card,), self._talk)

    def _talk(self, origin, mentions):
        needs = tuple(sorted(self.chance.sample(NEEDS, self.chance.randrange(3))))
        wish = self.chance.choice(("own_business", "own_business", "job", ""))
        skills = ("tailoring",) if self._likely(0.5) else ()
        yield Counselling(origin, mentions[0], self._day(20, 90), "done", wish, bool(skills), skills, "trade", needs)

    def _sessions(self, people):
        for place, start in enumerate(range(0, PEOPLE, AT_A_SESSION)):
            group, on = people[start : start + AT_A_SESSION], self._day(40, 140)
            orientation, training = f"O{self.number}-{place}", f"F{self.number}-{place}"
            yield self._says("session_plan", (), self._planned(orientation, on))
            there = tuple(card for card in group if self._likely(0.85))
            yield self._says("orientation", there, self._session("orientation", orientation, on, 0))
            for day in range(1, 6):
                there = tuple(card for card in group if self._likely(0.85))
                held = on + timedelta(days=14 + day)
                yield self._says("training", there, self._session("training", training, held, day))

    def _planned(self, code, on):
        invited = Actor("technical_expert", "livestock_service", "livestock", invited=True, invited_for="need")
        return lambda origin, _: [
            PlannedSession(origin, "orientation", code, on, 1, self.commune, "planned", (invited,))
        ]

    def _session(self, kind, code, on, day):
        def made(origin, mentions):
            actors = tuple(
                Actor("technical_expert", "livestock_service", "livestock", is_local=self._likely(0.7), attended=True)
                for _ in range(self.chance.randrange(3))
            )
            yield Session(
                origin, kind, code, on, self._or_not(on), self.commune, "held", day, mentions, actors,
                ("livestock",), ("bookkeeping", "management", "spirit", "business_plan")[: day or 1],
            )  # fmt: skip
            for mention in mentions:
                yield Attendance(origin, mention, kind, code, on, self.commune, day, "own_business" if not day else "")

        return made

    def _drafted(self, code, people):
        holders = tuple(self.chance.sample(people, self.chance.choice((1, 1, 2, 2, 3))))
        on = self._day(120, 220)
        lines = tuple(self._line(item) for item in self.chance.sample(sorted(GOODS), 3))
        for version in (1, 2) if self._likely(0.1) else (1,):
            yield self._says(
                "business_plan", holders, self._draft(code, version, on + timedelta(days=20 * version), lines)
            )
        if self._likely(0.6):
            yield self._says("procurement_review", (), self._review(code, on + timedelta(days=30), lines))

    def _line(self, item):
        unit, price = GOODS[item]
        asked = int(price * self.chance.choice((1, 1, 1.1, 1.3)))
        count = Decimal(self.chance.randint(1, 6))
        said = self._or_not("as usual", "")
        return Line(item, "", said, count, unit, asked, count * asked, Decimal(price))

    def _draft(self, code, version, on, lines):
        total = _total(lines)

        def made(origin, mentions):
            brought = (Contribution("animals", "moutons", 60000, "market_price"),) if self._likely(0.9) else ()
            yield Draft(
                origin, code, version, "", on, "collective" if len(mentions) > 1 else "individual",
                self.chance.choice(SECTORS), self.commune, "", "holder_with_staff", self._likely(0.9),
                self._likely(0.7), True, tuple(Member(one, "member") for one in mentions), lines, brought, "", total,
                Decimal(60000 if brought else 0), received_at=self._instant(on),
            )  # fmt: skip

        return made

    def _review(self, code, on, lines):
        def made(origin, _):
            seen = tuple(
                ReviewedLine(one.item, "", "ok", one.quantity, one.unit_price, "ok", one.unit_price, "market")
                for one in lines
            )
            verdict = self.chance.choice(("conforming", "conforming", "conforming_corrected", "returned"))
            total = _total(lines)
            at = self._instant(on)
            yield Review(origin, code, 1, on, at, at, "procurement", verdict, (), seen, total, total, at)

        return made

    def _meets(self, meeting_id, codes):
        on = self._day(240, 300)

        def made(origin, _):
            kinds = (("local_authority", "", ""), ("civil_society", "", ""), ("technical_expert", "livestock", ""))
            members = tuple(
                CommitteeMember(category, "", expert, "livestock" if expert else "", "voting", False, True, True)
                for category, expert, _ in kinds[: self.chance.choice((2, 3, 3, 3))]
            )
            rows = tuple(self._decision(origin, code, place) for place, code in enumerate(codes, 1))
            at = self._instant(on)
            yield Meeting(
                origin, meeting_id, on, time(9), time(12), self.commune, members, rows, "",
                at, at + timedelta(hours=3), at,
            )  # fmt: skip

        return self._says("committee", (), made)

    def _decision(self, origin, code, place):
        said = self.chance.choice(("validated", "validated", "validated", "validated_amended", "rejected", "adjourned"))
        amended = (AmendedLine("ram", "quantity", 3, 2),) if said == "validated_amended" else ()
        return Decision(
            origin._replace(row=f"decisions/{place}"), code, 1, said, self._or_not(4), self._or_not(3),
            ("too_risky",) if said in ("rejected", "adjourned") and self._likely(0.9) else (), self._likely(0.9),
            self._likely(0.05), self.chance.randrange(2), ("local_authority",), bool(amended), None, amended,
        )  # fmt: skip

    def _installs(self, code):
        if self._likely(0.6):
            on = self._day(310, 420)
            yield self._says("installation", (), self._installation(code, on))
            for wave, months in (("3", 3), ("6", 6), ("12", 12)):
                if self._likely(0.8):
                    yield self._says("follow_up", (), self._visit(code, wave, on + timedelta(days=30 * months)))

    def _installation(self, code, on):
        def made(origin, _):
            bought = tuple(self._purchase(item, on) for item in self.chance.sample(sorted(GOODS), 2))
            given = tuple(Given(one.item, "", one.quantity, one.unit, "good", one.paid) for one in bought)
            trouble = Incident("supplier", on - timedelta(days=20), self._likely(0.5), None)
            yield Installation(
                origin, code, self.chance.choice((1, 1, None)), on, ("purchase", "hand_over", "contribution_check"),
                bought, self._or_not("C-1", ""), "complete", "shared", given, True, (), "signature", "authority",
                self._likely(0.9), (Verified("animals", "yes", 60000),), (trouble,) if self._likely(0.1) else (),
            )  # fmt: skip

        return made

    def _purchase(self, item, on):
        unit, price = GOODS[item]
        offers = tuple(Quotation(f"supplier {n}", price + n, 7) for n in range(self.chance.randrange(4)))
        count = Decimal(self.chance.randint(1, 5))
        day = on - timedelta(days=self.chance.randrange(15))
        return Purchase(item, "", count, unit, int(count) * price, day, "supplier 1", "checked", day, "", offers, True)

    def _visit(self, code, wave, on):
        state = self.chance.choice(("running", "running", "paused", "sold"))
        return lambda origin, _: [Visit(origin, code, 1, "", on, wave, "done", state, None, "together", 2)]

    def _survey(self, kind):
        def made(origin, mentions):
            state = self.chance.choice(("", "none", "open", "closed"))
            yield Survey(origin, mentions[0], kind, self._day(330, 700), "done", "", state)

        return made

    def _says(self, stage, cards, made, told=()):
        self._sent += 1
        number = self.number * 10_000 + self._sent
        where = Origin(stage, f"uuid:{number:010d}", number, "1", "")
        role: Any = {"registration": "registered", "business_plan": "holder"}.get(stage, "counselled")
        mentions = tuple(
            Mention(
                f"{where.root_uuid}#row/{place}", where._replace(row=f"row/{place}"), role, card, "card",
                on=self.begin, told=told,
            )
            for place, card in enumerate(cards, 1)
        )  # fmt: skip
        nouns = tuple(made(where, tuple(one.mention_id for one in mentions)))
        return Spoken(where.root_uuid, stage, f"{stage}/all", "", number, self._instant(self.begin), mentions, nouns)

    def _day(self, since, until):
        return self.begin + timedelta(days=self.chance.randrange(since, until))

    def _instant(self, on):
        return datetime.combine(on, time(12), UTC)

    def _likely(self, share):
        return self.chance.random() < share

    def _or_not(self, value, nothing=None):
        """Now and then nobody wrote it."""
        return nothing if self._likely(0.04) else value


def _total(lines) -> Decimal:
    return Decimal(sum(line.total or 0 for line in lines))
