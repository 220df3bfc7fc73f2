"""What one submission says: who is spoken of, and what happened."""

from dataclasses import dataclass
from typing import Any

from ...model.mention import Mention


@dataclass(frozen=True, slots=True)
class Said:
    """What one submission says.

    Attributes:
        mentions: in the order of the form; each id once.
        nouns: registrations, drafts, meetings … of ``pipeline.model``.
    """

    mentions: tuple[Mention, ...] = ()
    nouns: tuple[Any, ...] = ()
