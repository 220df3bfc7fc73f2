"""Seeded plausible answers to any question, by its type, its name and what the form refuses: synthetic people only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from types import MappingProxyType
from typing import Any
from uuid import UUID

from .respondent import Delete, Question, Unsaid
from .session import Filled, FormEngine
from .values import Value
from .vocabulary import GIVEN_NAMES, HINTS, PLACES, SENTENCES, SURNAMES

ATTEMPTS = 24
BLANK = 0.08
ROWS = 6
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Coverage:
    """What so many random fills came to: questions never on the screen, and how often each was refused for good."""

    fills: int
    reached: frozenset[str]
    never: tuple[str, ...]
    refused: Mapping[str, int] = field(default_factory=dict)


class Plausible:
    """A respondent drawn from a seed; the same seed answers the same form in the same way."""

    attempts = ATTEMPTS

    def __init__(self, seed: int, today: date, given: Mapping[str, Any] = NOTHING) -> None:
        """``given``: answers by path that go before the dice, or functions of a ``random.Random`` that draw them."""
        self.random = Random(seed)
        self.today, self.given = today, given
        self._rows: dict[tuple[str, int], int] = {}

    def start(self) -> int:
        """Scopes are numbered, so that each row draws its own number of inner rows."""
        return 0

    def row(self, repeat: str, index: int, scope: int, existing: bool) -> int | Delete | None:
        """0 to 6 rows, each number as likely as another."""
        wanted = self._rows.setdefault((repeat, scope), self.random.randint(0, ROWS))
        return len(self._rows) * 8 + index + 1 if index < wanted else None

    def counted_row(self, scope: int) -> int:
        """A row that the form demands."""
        return len(self._rows) * 8 + 7 + scope

    def answer(self, question: Question, scope: int) -> Value | Unsaid:
        """A likely answer at first, then ever wilder ones until the form's constraint takes one."""
        if question.path in self.given:
            said = self.given[question.path]
            answer: Value = said(self.random) if callable(said) else said
            return answer
        if question.attempt == 0 and self.random.random() < BLANK and not question.required:
            return None
        return self._draw(question)

    def _draw(self, question: Question) -> Value:
        kind = question.kind
        if kind in {"select_one", "select_multiple", "rank"}:
            return self._choose(kind, question.choices())
        if kind in {"integer", "decimal"}:
            number = self._number(question)
            return number if kind == "integer" else round(number + self.random.randint(0, 3) / 4, 2)
        if kind in {"date", "datetime", "time"}:
            return self._moment(question)
        if kind in {"geopoint", "geotrace", "geoshape"}:
            return self._places(kind)
        if kind == "file":
            return f"{question.path.rpartition('/')[2]}-{self.random.randint(10**8, 10**9 - 1)}.jpg"
        return True if kind == "acknowledge" else self._text(question)

    def _choose(self, kind: str, names: tuple[str, ...]) -> Value:
        if not names:
            return None
        if kind == "rank":
            return self.random.sample(names, len(names))
        if kind == "select_multiple":
            return self.random.sample(names, self.random.randint(1, min(3, len(names))))
        return self.random.choice(names)

    def _number(self, question: Question) -> int:
        for hint, low, high in HINTS:
            if hint in question.path.rpartition("/")[2] and question.attempt < 4:
                return self.random.randint(low, high)
        ranges = ((0, 5), (1, 10), (0, 1), (15, 60), (0, 100), (100, 5_000), (10_000, 500_000), (2000, 2030))
        return self.random.randint(*ranges[question.attempt % len(ranges)])

    def _moment(self, question: Question) -> Value:
        """Around the day of the fill; a birth 16 to 60 years before."""
        name, attempt = question.path.rpartition("/")[2], question.attempt
        born = attempt < 4 and any(word in name for word in ("birth", "naissance", "born"))
        spans = ((0, 60), (0, 400), (0, 0), (-60, -1), (5_800, 21_900))
        low, high = spans[4] if born else spans[attempt % len(spans)]
        day = self.today - timedelta(days=self.random.randint(low, high))
        clock = time(self.random.randint(7, 17), self.random.choice((0, 15, 30, 45)), tzinfo=UTC)
        if question.kind == "date":
            return day
        return clock if question.kind == "time" else datetime.combine(day, clock)

    def _places(self, kind: str) -> Value:
        points = [self._point() for _ in range(1 if kind == "geopoint" else 4)]
        return points[0] if kind == "geopoint" else [*points, points[0]]

    def _point(self) -> tuple[float, float, int, int]:
        """Near a town of Burkina Faso: latitude, longitude, metres, accuracy in metres."""
        latitude, longitude = self.random.choice(PLACES)
        spread = (self.random.uniform(-0.05, 0.05), self.random.uniform(-0.05, 0.05))
        high, accuracy = self.random.randint(250, 350), self.random.randint(3, 12)
        return round(latitude + spread[0], 6), round(longitude + spread[1], 6), high, accuracy

    def _text(self, question: Question) -> str:
        name, attempt = question.path.rpartition("/")[2], question.attempt
        if attempt < 8:
            if any(word in name for word in ("phone", "tel", "mobile")):
                return f"{self.random.choice(('0', '5', '6', '7'))}{self.random.randint(0, 10**7 - 1):07d}"
            if "surname" in name or name in {"nom", "last_name", "family_name"}:
                return self.random.choice(SURNAMES)
            if "given" in name or "prenom" in name or "first" in name:
                return self.random.choice(GIVEN_NAMES)
            if "name" in name or "nom" in name:
                return f"{self.random.choice(GIVEN_NAMES)} {self.random.choice(SURNAMES)}"
        wild = (
            lambda: self.random.choice(SENTENCES),
            lambda: f"{self.random.randint(0, 10**8 - 1):08d}",
            lambda: f"{self.random.choice('ABCDEFGH')}{self.random.randint(0, 9999):04d}",
            lambda: str(self.random.randint(1, 99)),
            lambda: f"{self.random.choice('abcdef')}{self.random.randint(1, 99)}@exemple.bf",
        )
        return wild[attempt % len(wild)]()


def random_fill(
    engine: FormEngine,
    seed: int,
    *,
    now: datetime | None = None,
    given: Mapping[str, Any] = NOTHING,
    language: str | None = None,
    instance_id: str | None = None,
) -> Filled:
    """A whole form from one seed: relevance, constraints, required questions and repeats respected.

    The instance id is drawn from the seed too, unless given; only ``uuid()`` and ``random()`` of the form differ.

    Args:
        now: when it is filled; dates lie around this day. The machine's clock if None.
        given: answers by path, or functions of a ``random.Random``, that go before the dice.

    Raises:
        SetupError: as ``FormEngine.fill``.
    """
    opened = now or datetime.now(UTC)
    respondent = Plausible(seed, opened.date(), given)
    drawn = str(UUID(int=Random(f"{engine.form_id} {seed}").getrandbits(128), version=4))
    end = opened + timedelta(minutes=8 + seed % 40)
    return engine.fill_with(
        respondent, language=language, now=opened, end=end, instance_id=instance_id or f"uuid:{drawn}"
    )


def coverage(
    engine: FormEngine,
    fills: int = 100,
    *,
    seed: int = 0,
    now: datetime | None = None,
    given: Mapping[str, Any] = NOTHING,
) -> Coverage:
    """Which questions so many random fills never showed: a relevance that can't come true hides a question for ever."""
    reached: set[str] = set()
    refused: dict[str, int] = {}
    for number in range(fills):
        filled = random_fill(engine, seed + number, now=now, given=given)
        reached |= filled.reached
        for refusal in filled.refused:
            refused[refusal.path] = refused.get(refusal.path, 0) + 1
    return Coverage(fills, frozenset(reached), tuple(p for p in engine.questions if p not in reached), refused)
