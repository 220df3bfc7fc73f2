"""The end of the demo: the lists go to the tablets, and the committee's is held against the answers themselves."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from sqlalchemy import text

from ...simulation.tablet import Tablet
from ..daily import on_record
from ..publishing.publish import Published, publish
from ..session import Session, open_session
from ..telling import Telling

# Written from the practice and not from the rules' code: the plans whose latest draft no committee has answered. In the
# demo everything was drafted before a review was required. An amended draft inherits the decision on the one before.
READY = """
WITH drafted AS (
    SELECT DISTINCT ON (plan_id) upper(plan_id) AS code, plan_version AS version, version_reason AS reason
    FROM answers.business_plan WHERE drafted_on IS NOT NULL ORDER BY plan_id, plan_version DESC, submitted_at DESC
), decided AS (
    SELECT upper(decided_plan_id) AS code, decided_plan_version AS version, decision
    FROM answers.committee__decisions WHERE decision <> 'adjourned'
)
SELECT code FROM drafted d WHERE NOT EXISTS (
    SELECT FROM decided c WHERE c.code = d.code AND (
        c.version IS NULL OR c.version >= d.version
        OR (c.decision = 'validated_amended' AND d.reason = 'amended' AND c.version = d.version - 1)
    )
)
"""


@dataclass(frozen=True, slots=True)
class ListsShown:
    """What the tablets carry at the end.

    Attributes:
        on_tablet: codes on the list that the committee's form gives through OpenRosa.
        in_answers: the plans that are ready and not yet examined, by an SQL query over the answers.
    """

    published: Sequence[Published]
    on_tablet: frozenset[str]
    in_answers: frozenset[str]

    def line(self) -> str:
        """For people, in French."""
        sent = [one for one in self.published if one.outcome == "sent"]
        size = sum(one.download_bytes for one in sent) / 1000
        same = "les mêmes que" if self.on_tablet == self.in_answers else "PAS les mêmes que"
        return (
            f"Listes envoyées aux tablettes : {len(sent)} formulaires, {size:.0f} ko. Le formulaire du comité montre "
            f"{len(self.on_tablet)} plans prêts et pas encore examinés, {same} ceux que comptent les réponses."
        )


def publish_lists(folder: Path, telling: Telling) -> ListsShown:
    """The lists are on the tablets, whatever the window says: the demo has lasted nineteen months."""
    with on_record(folder, telling, "publish") as (session, note):
        done = publish(session, now=True)
        note({"published": [one.document() for one in done]})
    with open_session(folder, telling, writes=False) as session:
        return ListsShown(done, _on_tablet(session), _in_answers(session))


def _on_tablet(session: Session) -> frozenset[str]:
    """What a secretary can choose from after 'Get blank form'."""
    (deployment,) = [d for d in session.settings.deployments() if d.stage == "committee"]
    content = Tablet(*session.sandbox_address()).fetch(deployment.uid).media["plans.csv"]
    return frozenset(row["name"] for row in csv.DictReader(StringIO(content.decode())))


def _in_answers(session: Session) -> frozenset[str]:
    with session.engine.connect() as connection:
        return frozenset(connection.scalars(text(READY)))
