"""Linking as a job: after each build, or alone, people, plans and findings are what the answers make them."""

from dataclasses import dataclass, field

from sqlalchemy import Connection

from ...findings.current import Written
from ...sql import store_errors
from ..judging.judging import judge
from ..judging.policy import read_ruling
from ..session import Session
from .identities import Giving
from .imports import sayings_of
from .linking import Linking, refuse_other_model
from .model import read_linkage
from .scoring import Weighing


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking did, and judging after it; ``rows_written`` counts in every table of the registry."""

    rows_written: int = 0
    judged: Written = field(default_factory=Written)


def link(session: Session, *, rebuild: bool = False, thorough: bool = False) -> Linked:
    """Who is who, after what changed in the answers and the decisions, and what rules say of it; all or nothing.

    Args:
        session: holding the lock.
        rebuild: drop what was made and make it again; needed once the model is another one.
        thorough: look for changes submission by submission, as after a form edition that came late.

    Raises:
        SetupError: the model is another than before and this is no rebuild, or a threshold is wrong.
        StoreError: the database refused; the registry is as it was.
    """
    session.check_alone()
    with session.telling.step("link"), store_errors("linking"), session.engine.begin() as connection:
        return link_in(session, connection, rebuild=rebuild, thorough=thorough)


def link_in(session: Session, connection: Connection, *, rebuild: bool = False, thorough: bool = False) -> Linked:
    """The same in the caller's transaction."""
    linkage = read_linkage(session.settings.folder)
    giving, scorer = Giving(session.at, session.run_id), Weighing(linkage.model)
    linking = Linking(connection, sayings_of(session.settings), linkage, giving, scorer)
    rows = linking.run(rebuild=rebuild, thorough=thorough)
    return Linked(rows, judge(session, connection, linking.touched))


def check_ready(session: Session, *, rebuild: bool) -> None:
    """SetupError before anything is done, where the linkage model or a threshold is broken, or the model another one.

    Args:
        rebuild: everybody is linked again, so that another model is welcome.
    """
    read_ruling(session.settings.folder, session.at)
    linkage = read_linkage(session.settings.folder)
    with session.engine.connect() as connection:
        if not rebuild:
            refuse_other_model(connection, linkage)
