"""The review: open questions one after the other, each answer recorded and applied before the next is asked."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from ...records.people.united import Contradiction
from ..session import open_session
from ..telling import Telling
from .docket import docket_in_doubt
from .job import check_ready
from .model import read_linkage
from .sides import Language, Reader, Shown


@dataclass(frozen=True, slots=True)
class Open:
    """What is open now.

    Attributes:
        question: the first that nobody put off; None when all are answered or put off.
        count: how many are open, those put off included.
        contradictions: decisions that do not hold because later ones exclude them.
    """

    question: Shown | None
    count: int
    language: Language
    contradictions: tuple[Contradiction, ...]


def next_question(folder: Path, telling: Telling, put_off: Collection[tuple[str, ...]] = ()) -> Open:
    """The next question; it is read anew each time, because an answer may settle others too.

    Args:
        put_off: keys of questions to leave for later.

    Raises:
        SetupError: people must be linked again first, with the model of today.
    """
    with open_session(folder, telling, writes=False) as session:
        check_ready(session, rebuild=False)
        with session.engine.connect() as connection:
            docket = docket_in_doubt(connection, read_linkage(session.settings.folder).model)
            found = docket.questions
            reader = Reader(connection, session.settings.folder, docket, session.settings.languages)
            asked = next((one for one in found if one.key not in put_off), None)
            shown = reader.show(asked) if asked else None
    return Open(shown, len(found), reader.language, docket.united.contradictions)
