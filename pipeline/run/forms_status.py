"""Whether tablets have today's workbook, deployment by deployment."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..programme import Deployment
from .forms import diff_forms
from .session import Session


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
        FormStanding(deployment, _version(session, deployment), _verdict(changes), len(changes or ()))
        for deployment, changes in diff_forms(session, names).items()
    ]


def _version(session: Session, deployment: Deployment) -> str:
    if not deployment.uid:
        return ""
    deployer = session.deployer(session.settings.servers[deployment.server])
    edition = deployer.deployed_edition(deployment.uid)
    return edition.version if edition else ""


def _verdict(changes: Sequence[object] | None) -> str:
    if changes is None:
        return "never deployed"
    return "as deployed" if not changes else "changed since"
