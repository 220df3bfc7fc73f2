"""Whether tablets have today's workbook, deployment by deployment."""

from collections.abc import Sequence
from dataclasses import dataclass

from ...programme import Deployment
from ..session import Session
from .workbooks import compare_with_tablets


@dataclass(frozen=True, slots=True)
class FormStanding:
    """One deployment; ``waiting`` counts the changes that tablets do not have yet."""

    deployment: Deployment
    version: str
    verdict: str
    waiting: int

    def document(self) -> dict[str, object]:
        """The same for machines."""
        return {
            "deployment": self.deployment.key,
            "uid": self.deployment.uid,
            "version": self.version,
            "verdict": self.verdict,
            "waiting": self.waiting,
        }


def forms_status(session: Session, names: Sequence[str] = ()) -> list[FormStanding]:
    """One row per chosen deployment, in the programme's order."""
    return [
        FormStanding(
            one.deployment,
            one.edition.version if one.edition else "",
            _verdict(one.changes),
            len(one.changes or ()),
        )
        for one in compare_with_tablets(session, names)
    ]


def _verdict(changes: Sequence[object] | None) -> str:
    if changes is None:
        return "never deployed"
    return "as deployed" if not changes else "changed since"
