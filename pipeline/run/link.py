"""Linking as a job: after each build, or alone, people, plans and journeys are what the answers make them."""

from sqlalchemy import Connection

from ..sql import store_errors
from .link_identities import Giving
from .link_imports import STAGES, Everything, ImportedLists
from .link_model import read_linkage
from .link_scoring import Weighing
from .link_sources import Submissions
from .link_spoken import Sayings
from .linking import Linking, refuse_other_model
from .session import Session


def link(session: Session, *, rebuild: bool = False, thorough: bool = False) -> int:
    """Who is who, after what changed in the answers and the decisions; all or nothing.

    Args:
        session: holding the lock.
        rebuild: drop what was made and make it again; needed once the model is another one.
        thorough: look for changes submission by submission, as after a form edition that came late.

    Returns:
        Rows removed and written; 0 when nothing was new.

    Raises:
        SetupError: the model is another than before and this is no rebuild.
        StoreError: the database refused; the registry is as it was.
    """
    session.check_alone()
    with session.telling.step("link"), store_errors("linking"), session.engine.begin() as connection:
        return linking_of(session, connection).run(rebuild=rebuild, thorough=thorough)


def linking_of(session: Session, connection: Connection) -> Linking:
    """One linking of all that was ever said, in submissions and in lists, in the caller's transaction."""
    linkage = read_linkage(session.settings.folder)
    giving = Giving(session.at, session.run_id)
    return Linking(connection, sayings_of(session), linkage, giving, Weighing(linkage.model))


def sayings_of(session: Session) -> Sayings:
    """All that was ever said, in submissions and in lists."""
    lists = ImportedLists()
    return Everything((Submissions(session.settings), lists), dict.fromkeys(STAGES.values(), lists))


def check_model(session: Session, *, rebuild: bool) -> None:
    """SetupError before anything is done, where the linkage model is broken, or another one and this no rebuild."""
    linkage = read_linkage(session.settings.folder)
    with session.engine.connect() as connection:
        if not rebuild:
            refuse_other_model(connection, linkage)
