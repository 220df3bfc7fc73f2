"""How the programme stands: the books of the last run, what waits for a person, the last runs; changes nothing."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..archive import deletions, runs
from .report import Report, read_books
from .session import open_session
from .telling import Telling


@dataclass(frozen=True, slots=True)
class Standing:
    """What ``retour status`` shows; ``pending_deletions`` by deployment."""

    report: Report
    runs: list[runs.Run]
    pending_deletions: dict[str, int]

    def document(self) -> dict[str, Any]:
        """The same for machines."""
        return self.report.document() | {
            "pending_deletions": self.pending_deletions,
            "runs": [
                {"run_id": str(r.run_id), "command": r.command, "started_at": r.started_at, "outcome": r.outcome}
                for r in self.runs
            ],
        }


def read_status(folder: Path, telling: Telling) -> Standing:
    """The programme's standing now.

    Raises:
        SetupError: there is no programme, or its database cannot be reached.
    """
    with open_session(folder, telling, writes=False) as session, session.engine.connect() as connection:
        return Standing(
            read_books(session, connection, "status"), runs.recent(connection), deletions.pending(connection)
        )
