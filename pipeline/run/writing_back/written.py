"""What a write-back did, form by form: for people, and by ``document`` for machines."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

INCOMPLETE = 4
"""Exit code where a server could not be read or written to completely."""


@dataclass(slots=True)
class WrittenBack:
    """What a write-back did on one deployment.

    Attributes:
        held / lifted / approved: statuses written, or in a dry run to be written.
        theirs: submissions that want another status, where a person's word stands.
        gone: submissions that the server does not show any more; the next pull finds out.
        reason: why it is not complete; '' where it is.
    """

    deployment: str
    held: int = 0
    lifted: int = 0
    approved: int = 0
    theirs: int = 0
    gone: int = 0
    rows_written: int = 0
    reason: str = ""

    @property
    def written(self) -> int:
        """Statuses written on the server."""
        return self.held + self.lifted + self.approved

    def document(self) -> dict[str, Any]:
        """The same for machines."""
        return {name: getattr(self, name) for name in self.__slots__} | {"complete": not self.reason}

    def count(self, code: str) -> None:
        """One more status written."""
        name = {"on_hold": "held", "approved": "approved", "": "lifted"}[code]
        setattr(self, name, getattr(self, name) + 1)


@dataclass(frozen=True, slots=True)
class WriteBackReport:
    """What ``retour write-back`` did, or in a dry run would do."""

    programme: str
    is_dry_run: bool
    forms: Sequence[WrittenBack]

    @property
    def rows_written(self) -> int:
        """Over all tables of ours."""
        return sum(form.rows_written for form in self.forms)

    @property
    def exit_code(self) -> int:
        """0, or 4 where a server could not be written to completely."""
        return INCOMPLETE if any(form.reason for form in self.forms) else 0

    def document(self) -> dict[str, Any]:
        """One JSON document."""
        return {
            "programme": self.programme,
            "command": "write-back",
            "dry_run": self.is_dry_run,
            "forms": [form.document() for form in self.forms],
            "rows_written": self.rows_written,
            "complete": self.exit_code == 0,
        }
