"""Sessions and meetings that somebody planned and nobody called off."""

from collections.abc import Mapping

from sqlalchemy import Connection

from ...model.steps import PlannedSession
from ..linking.spoken import Sayings

STAGE = "session_plan"
CALLED_OFF = frozenset({"postponed", "zone_inaccessible", "cancelled"})


def planned_sessions(sayings: Sayings, connection: Connection, kind: str = "") -> Mapping[str, PlannedSession]:
    """Those of that kind, or of every kind, by number; of several plans for one the latest received counts."""
    told = sayings.said(connection, STAGE, None)
    ordered = sorted(told, key=lambda one: (str(one.received_at), one.root_uuid))
    nouns = [noun for one in ordered for noun in one.nouns if isinstance(noun, PlannedSession)]
    latest = {one.number: one for one in nouns if one.number and kind in ("", one.kind)}
    return {number: one for number, one in latest.items() if one.state not in CALLED_OFF}
