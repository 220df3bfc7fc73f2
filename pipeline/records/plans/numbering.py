"""Which number each version of a plan has, and who made it: the holders, procurement, or the committee.

A number is what people write on paper and type on tablets; reviews, decisions and hand-overs refer to it.

1. Every number that was drafted is a version.
2. *Validated with amendment* on version n makes a version that inherits the decision. A draft is that version's draft
   if its reason is ``amended`` (it answers the nearest amended version below it that no draft answered yet), or if it
   is numbered n+1, gives no reason and is not dated before the meeting. While no draft answers, the version has the
   first number after n that nobody drafted: n+1, unless the holders had drafted n+1 for another reason.
3. *Conforming after correction* on version n, with reviewed prices, makes version n+1 in the same way (reason
   ``procurement``), but only while n+1 is free. If it is not, the correction is no version of its own: the committee's
   amendment of n starts from the corrected prices, and a new draft has been written with the review known.
4. A draft whose reason is ``amended`` without a known amendment, or ``procurement`` after a plain return, or any of
   ``adjourned rejected members other``, is the holders' own and needs its own decision. When the missing decision
   arrives, or is deleted, the answer changes with it.
5. A correction or an amendment of a version that nobody drafted or made waits until somebody does; a draft that
   answers it does not wait.
"""

import heapq
from collections.abc import Mapping
from datetime import date
from typing import Literal, NamedTuple

from ...model.meeting import Decided
from ...model.plan import Draft
from ...model.review import Review


class Numbered(NamedTuple):
    """One version: ``base`` is the version it was made of by procurement or the committee, None if it was drafted."""

    number: int
    made_by: Literal["drafted", "procurement", "committee"]
    base: int | None
    draft: Draft | None


def number_versions(
    drafts: Mapping[int, Draft], amended: Mapping[int, Decided], corrected: Mapping[int, Review]
) -> tuple[Numbered, ...]:
    """Every version of a plan, in order of its number.

    Args:
        drafts: what counts of each drafted number.
        amended / corrected: what the committee and procurement made, by the version they speak of.
    """
    amended_on = {number: decided.meeting.held_on for number, decided in amended.items()}
    corrected_on = {number: review.reviewed_on for number, review in corrected.items()}
    by_committee = _answers(drafts, amended_on, "amended")
    by_procurement = _answers({k: d for k, d in drafts.items() if k not in by_committee}, corrected_on, "procurement")
    versions: dict[int, Numbered] = {}
    for number, draft in drafts.items():
        if number in by_committee:
            versions[number] = Numbered(number, "committee", by_committee[number], draft)
        elif number in by_procurement:
            versions[number] = Numbered(number, "procurement", by_procurement[number], draft)
        else:
            versions[number] = Numbered(number, "drafted", None, draft)
    _add_undrafted(versions, amended.keys() - by_committee.values(), corrected.keys() - by_procurement.values())
    return tuple(versions[number] for number in sorted(versions))


def _answers(drafts: Mapping[int, Draft], made_on: Mapping[int, date | None], reason: str) -> dict[int, int]:
    """Which version's correction or amendment each draft writes down, by the draft's number."""
    answered: dict[int, int] = {}
    for number in sorted(drafts):
        open_ones = [base for base in made_on if base < number and base not in answered.values()]
        if drafts[number].reason == reason and open_ones:
            answered[number] = max(open_ones)
    for base in sorted(made_on.keys() - answered.values()):
        draft = drafts.get(base + 1)
        if draft is not None and base + 1 not in answered and not draft.reason and _not_before(draft, made_on[base]):
            answered[base + 1] = base
    return answered


def _not_before(draft: Draft, on: date | None) -> bool:
    return draft.drafted_on is None or on is None or draft.drafted_on >= on


def _add_undrafted(versions: dict[int, Numbered], amended: set[int], corrected: set[int]) -> None:
    """What was made and not drafted again yet, from the lowest number up: one may be made of another."""
    numbers = list(versions)
    heapq.heapify(numbers)
    while numbers:
        base = heapq.heappop(numbers)
        if base in amended:
            number = base + 1
            while number in versions:
                number += 1
            versions[number] = Numbered(number, "committee", base, None)
            heapq.heappush(numbers, number)
        if base in corrected and base + 1 not in versions:
            versions[base + 1] = Numbered(base + 1, "procurement", base, None)
            heapq.heappush(numbers, base + 1)
