"""Which questions of each stage are read, and by which reader; a stage without one still says whom it met."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from ...model.answers import Answers
from . import arrival, committees, drafts, installations, sessions, talks
from .asked import Asked
from .said import Said
from .who import WHO, person_met

Reader = Callable[[Answers], Said]

_READERS: Mapping[str, tuple[Reader, tuple[str, ...]]] = MappingProxyType(
    {
        "registration": (arrival.read_registration, arrival.REGISTRATION),
        "immediate_follow_up": (talks.read_follow_up, talks.FOLLOW_UP),
        "counselling": (talks.read_counselling, talks.COUNSELLING),
        "orientation": (sessions.read_orientation, sessions.ORIENTATION),
        "training": (sessions.read_training, sessions.TRAINING),
        "session_plan": (sessions.read_planned, sessions.PLANNED),
        "business_plan": (drafts.read_draft, drafts.BUSINESS_PLAN),
        "procurement_review": (drafts.read_review, drafts.PROCUREMENT_REVIEW),
        "committee": (committees.read_committee, committees.COMMITTEE),
        "installation": (installations.read_installation, installations.INSTALLATION),
        "follow_up": (installations.read_visit, installations.FOLLOW_UP_VISIT),
        "satisfaction": (talks.read_satisfaction, talks.SATISFACTION),
        "sustainability": (talks.read_sustainability, talks.SUSTAINABILITY),
    }
)


def _paths(told: Iterable[str]) -> Iterator[str]:
    """``group/: one two`` is the questions ``group/one`` and ``group/two``."""
    for line in told:
        group, parted, names = line.partition(": ")
        yield from (f"{group}{name}" for name in names.split()) if parted else (line,)


PATHS: Mapping[str, frozenset[str]] = MappingProxyType(
    {stage: frozenset(_paths(told)) for stage, (_, told) in _READERS.items()}
)
"""Questions that are read, by stage."""


_WHO = frozenset(_paths((WHO,)))


def paths_of(stage: str) -> frozenset[str]:
    """Questions of the stage that are read; of one that has no reader, those that say whom it met."""
    return PATHS.get(stage, _WHO | {"today"})


def speaks_of_people(stage: str, asked: Iterable[str]) -> bool:
    """Whether forms that ask these questions can say anything of anybody; of one that cannot, nothing needs reading."""
    return stage in PATHS or not _WHO.isdisjoint(asked)


def read(answers: Answers) -> Said:
    """What the submission says; whatever it lacks is left out, and nothing is guessed."""
    known = _READERS.get(answers.stage)
    if known:
        return known[0](answers)
    mention = person_met(answers, "followed_up", Asked(answers.values).day("today"))
    return Said((mention,) if mention else ())
