"""One difference between two editions of a form, and how much it hurts."""

from dataclasses import dataclass
from typing import Literal

Weight = Literal["safe", "care", "breaking"]
"""``safe`` nothing to do · ``care`` somebody should look · ``breaking`` answers get lost, mixed up or seen."""

Kind = Literal[
    "question added",
    "question removed",
    "question renamed",
    "question moved",
    "moved into a repeat",
    "moved out of a repeat",
    "repeat removed",
    "type changed",
    "choice added",
    "choice removed",
    "list swapped",
    "filter changed",
    "constraint added",
    "constraint tightened",
    "constraint changed",
    "constraint removed",
    "required added",
    "required removed",
    "relevance changed",
    "calculation changed",
    "default changed",
    "readonly changed",
    "appearance changed",
    "label changed",
    "hint changed",
    "choice label changed",
    "language added",
    "language removed",
    "file added",
    "file removed",
    "privacy loosened",
    "privacy tightened",
    "encryption changed",
    "title changed",
    "order changed",
]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    Attributes:
        kind: what happened, in the words of ``Kind``.
        path: of the question in the old edition (in the new one if it was added); '' for the form,
            a list's name for its choices.
        weight: how much it hurts.
        what / why: one sentence each: what differs, and what that does to data already collected.
        readers: what downstream reads the question: answers columns, linkage fields, rules, reports.
    """

    kind: Kind
    path: str
    weight: Weight
    what: str
    why: str
    readers: tuple[str, ...] = ()
