"""Sessions and meetings that somebody planned and nobody called off."""

from collections.abc import Mapping

from sqlalchemy import Connection

from ...model.steps import PlannedSession
from ..judging.casebook import CaseBook

STAGE = "session_plan"
CALLED_OFF = frozenset({"postponed", "zone_inaccessible", "cancelled"})


def planned_sessions(book: CaseBook, connection: Connection, kind: str) -> Mapping[str, PlannedSession]:
    """Those of that kind by number; of several plans for one the latest received counts."""
    told = book.reading.sayings.said(connection, STAGE, None)
    ordered = sorted(told, key=lambda one: (str(one.received_at), one.root_uuid))
    nouns = [noun for one in ordered for noun in one.nouns if isinstance(noun, PlannedSession) and noun.kind == kind]
    latest = {one.number: one for one in nouns if one.number}
    return {number: one for number, one in latest.items() if one.state not in CALLED_OFF}
