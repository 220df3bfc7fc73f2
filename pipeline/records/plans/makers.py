"""What procurement and the committee made of a plan's versions, by the version they speak of."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TypeVar

from ...model.meeting import Decided
from ...model.review import Review
from .order import Day, by_day

T = TypeVar("T")

CORRECTED = "conforming_corrected"
AMENDED = "validated_amended"


def spoken_of(number: int | None, drafted: Collection[int]) -> int | None:
    """The version that is meant; where none is said, the only one drafted, or None where there are several."""
    if number is None and len(drafted) == 1:
        return next(iter(drafted))
    return number


def latest_reviews(reviews: Iterable[Review], drafted: Collection[int]) -> Mapping[int, Review]:
    """The last word of procurement on each version."""
    return _latest(reviews, lambda r: spoken_of(r.version, drafted), _review_key)


def latest_decisions(decisions: Iterable[Decided], drafted: Collection[int]) -> Mapping[int, Decided]:
    """The last word of the committee on each version."""
    return _latest(decisions, lambda d: spoken_of(d.decision.version, drafted), _decision_key)


def corrections(reviews: Iterable[Review], drafted: Collection[int]) -> Mapping[int, Review]:
    """Reviews that end conforming after correction, with at least one reviewed price, and are the last of a version."""
    latest = latest_reviews(reviews, drafted)
    return {number: review for number, review in latest.items() if _corrects(review)}


def amendments(decisions: Iterable[Decided], drafted: Collection[int]) -> Mapping[int, Decided]:
    """Decisions that validate a version with an amendment; of several on one version the last.

    A later decision of another kind on the same version does not undo the version that the amendment made: whether
    the committee may say two things is for the rules.
    """
    return latest_decisions([one for one in decisions if one.decision.decision == AMENDED], drafted)


def _corrects(review: Review) -> bool:
    return review.verdict == CORRECTED and any(line.reviewed_price is not None for line in review.lines)


def _review_key(review: Review) -> Day:
    return by_day(review.reviewed_on, review.received_at, review.origin)


def _decision_key(decided: Decided) -> Day:
    return by_day(decided.meeting.held_on, decided.meeting.received_at, decided.decision.origin)


def _latest(said: Iterable[T], number: Callable[[T], int | None], key: Callable[[T], Day]) -> dict[int, T]:
    found: dict[int, T] = {}
    for one in sorted(said, key=key):
        if (about := number(one)) is not None:
            found[about] = one
    return found
