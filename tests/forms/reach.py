"""Random enumerators of a stage who own cards, meet people, and leave lists alone half of the time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from pipeline.engine.plausible import Plausible
from pipeline.engine.respondent import Question, Unsaid
from pipeline.engine.session import Filled
from pipeline.engine.values import Value
from pipeline.model.form import Form

from .forms import draw_code, engine_of, form_of, media

NOW = datetime(2019, 3, 20, 9, tzinfo=UTC)
MOST_FILLS = 200
USUAL = {
    "outcome": "done",
    "event_outcome": "held",
    "consent_given": "yes",
    "protection_consent": "yes",
    "is_case_worker": "no",
    "person_confirmed": "yes",
}
LISTS_OF_RECORDS = {"persons.csv", "plans.csv", "sessions.csv", "partners.csv", "groups.csv"}


class Enumerator(Plausible):
    """Seeded; knows what chance alone would hardly find: codes with their check character, session numbers."""

    def __init__(self, seed: int, form: Form, given: Mapping[str, Any]) -> None:
        super().__init__(seed, NOW.date(), given)
        self.questions = {question.path: question for question in form.questions}

    def answer(self, question: Question, scope: int) -> Value | Unsaid:
        """Usual outcomes nine times of ten; cards and lists two times of five."""
        known = self.questions[question.path]
        if known.name in USUAL and question.attempt == 0:
            return USUAL[known.name] if self.random.random() < 0.9 else super().answer(question, scope)
        if known.name == "session_number":
            return f"O-2019-0{self.random.randint(1, 9)}-GARANGO"
        if known.name == "meeting_code":
            return "C-2019-03-GARANGO"
        if known.name == "partner_code_new":
            return f"service_{self.random.randint(1, 99)}"
        prefix = next((p for p in "PB" if f"regex(., '^{p}[" in (known.constraint or "")), "")
        if prefix:
            return self._card(prefix, question.required)
        if known.file in LISTS_OF_RECORDS and known.type == "select_one" and self.random.random() < 0.5:
            return None
        return super().answer(question, scope)

    def _card(self, prefix: str, is_required: bool) -> Value:
        chance = self.random.random()
        if chance < 0.5 and not is_required:
            return None
        return self.random.choice(listed_codes(prefix)) if chance < 0.75 else draw_code(prefix, self.random)


@cache
def listed_codes(prefix: str) -> tuple[str, ...]:
    """Codes that the made-up lists have a row for."""
    name = {"P": "persons.csv", "B": "plans.csv"}[prefix]
    lines = media()[name].read_text(encoding="utf-8").splitlines()[1:]
    return tuple(line.partition(",")[0] for line in lines)


def one_fill(stage: str, seed: int, given: Mapping[str, Any] | None = None) -> Filled:
    """A whole form from one seed, on 20 March 2019."""
    respondent = Enumerator(seed, form_of(stage), given or {})
    return engine_of(stage).fill_with(respondent, now=NOW, end=NOW + timedelta(minutes=20), instance_id=f"uuid:{seed}")


@cache
def path_lengths(stage: str) -> tuple[int, int]:
    """How many different questions and notes ten fills showed: the middle and the largest number."""
    sizes = sorted(len(one_fill(stage, seed).reached) for seed in range(10))
    return sizes[len(sizes) // 2], sizes[-1]


@dataclass(frozen=True, slots=True)
class Reach:
    """What the fills of one stage came to.

    Attributes:
        never: paths that no fill showed.
        refused: paths with a message of the form, whose answers were left out after many attempts.
        longest: most different questions on the screens of one fill, notes included.
    """

    fills: int
    never: tuple[str, ...]
    refused: frozenset[str]
    longest: int


@cache
def reach_of(stage: str, least: int = 20) -> Reach:
    """Fills until every question was shown, at least ``least`` and at most MOST_FILLS."""
    engine = engine_of(stage)
    reached: set[str] = set()
    refused: set[str] = set()
    sizes: list[int] = []
    for seed in range(MOST_FILLS):
        filled = one_fill(stage, seed)
        reached |= filled.reached
        refused |= {refusal.path for refusal in filled.refused}
        sizes.append(len(filled.reached))
        if seed + 1 >= least and reached >= set(engine.questions):
            break
    never = tuple(path for path in engine.questions if path not in reached)
    return Reach(len(sizes), never, frozenset(refused), max(sizes))
