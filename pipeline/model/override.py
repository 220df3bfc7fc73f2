"""An override: somebody declares that a rule does not decide about a case for a time, and why."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from .finding import SubjectKind


@dataclass(frozen=True, slots=True)
class Override:
    """One override. The finding stays as it is: whoever reads it sees both.

    Attributes:
        subject: as in ``Finding``; of a person the key they have now.
        code: what it was declared by: a card's code, a plan's, a meeting's, a session's, a place's.
        declared_by: who says that they declared it; nobody checked.
        expires_on: the last day on which it counts.
        withdrawn_at: None as long as nobody took it back.
    """

    override_id: UUID
    rule: str
    subject_kind: SubjectKind
    subject: str
    code: str
    why: str
    declared_by: str
    declared_at: datetime
    expires_on: date
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""
    withdrawn_why: str = ""

    def is_live(self, today: date) -> bool:
        """Whether it counts on that day."""
        return self.withdrawn_at is None and today <= self.expires_on
