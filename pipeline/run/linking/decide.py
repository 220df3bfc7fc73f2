"""A person says that two records are one person or two: recorded for ever, applied at once, taken back without loss."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from uuid import uuid4

from sqlalchemy import Connection

from ...errors import SetupError
from ...model.linkage import LinkDecision
from ...records.people.questions import carried_codes
from ...records.people.united import Contradiction
from ...registry import facts
from ...registry.facts import Decided
from ..daily import on_record
from ..session import Session, open_session
from ..telling import Telling
from .docket import docket_in_doubt
from .ends import Ends, docket_about, ends_of, find_ends
from .job import check_ready, link
from .model import read_linkage

Verdict = Literal["same", "different"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a decision, or taking one back, did to two records.

    Attributes:
        left / right: what it is recorded about: mention ids, or ``code:P…``.
        codes: of the person of each afterwards; '' where it is nobody's.
        were_one / are_one: whether they were, and are, one person.
        aliases: codes that lead to the one person too, afterwards.
        is_new: False where exactly this was decided already, and nothing was written.
        contradictions: those in which this decision stands now.
    """

    left: str
    right: str
    codes: tuple[str, str]
    were_one: bool
    are_one: bool
    aliases: tuple[str, ...] = ()
    is_new: bool = True
    contradictions: tuple[Contradiction, ...] = ()


def decide(folder: Path, telling: Telling, typed: Sequence[str], verdict: Verdict, *, why: str, by: str) -> Outcome:
    """Two records are one person, or two; people, plans and journeys follow at once.

    Args:
        typed: two records, as ``find_ends`` takes them.
        why: in a few words, without a name.
        by: who says that they decided it.

    Raises:
        SetupError: no reason, no such record, or twice the same.
        StoreError: the database refused.
    """
    if len(why.strip()) < 5:
        raise SetupError("link decide", "the reason is missing.", "Say why in a few words, without a name: --why '…'.")
    with on_record(folder, telling, "link decide") as (session, note):
        check_ready(session, rebuild=False)
        with session.engine.begin() as connection:
            ends = find_ends(connection, session.settings.folder, typed)
            last = ends.last()
            is_new = last is None or last.decision.verdict != verdict
            if is_new:
                decision = as_decision(session, ends, verdict, why=why, by=by)
                facts.record_decision(connection, uuid4(), decision, session.run_id)
        outcome = _apply(session, ends, is_new=is_new)
        note({"verdict": verdict, "is_new": is_new, "by": by})
    return outcome


def undo(folder: Path, telling: Telling, typed: Sequence[str], *, why: str, by: str) -> tuple[LinkDecision, Outcome]:
    """The last decision, or the last about two records, is taken back; what was before it is again.

    Args:
        typed: two records as ``find_ends`` takes them; empty for the last decision of all.

    Raises:
        SetupError: nothing was decided that is not taken back already.
        StoreError: the database refused.
    """
    with on_record(folder, telling, "link undo") as (session, note):
        check_ready(session, rebuild=False)
        with session.engine.begin() as connection:
            taken = _to_undo(connection, session, typed)
            ends = ends_of(connection, session.settings.folder, taken.decision)
            facts.record_undo(
                connection,
                taken.decision_id,
                why=why.strip(),
                undone_by=by,
                undone_at=session.at,
                run_id=session.run_id,
            )
        outcome = _apply(session, ends, is_new=True)
        note({"verdict": taken.decision.verdict, "by": by})
    return taken.decision, outcome


def _to_undo(connection: Connection, session: Session, typed: Sequence[str]) -> Decided:
    if typed:
        ends = find_ends(connection, session.settings.folder, typed)
        taken = ends.last() or ends.last_about_cards()
    else:
        live = [one for one in facts.read_decisions(connection) if one.decision.undone_at is None]
        taken = live[-1] if live else None
    if taken is None:
        raise SetupError(
            "link undo", "nothing was decided here that still holds.", "See what was: retour link decisions."
        )
    return taken


def as_decision(session: Session, ends: Ends, verdict: Verdict, *, why: str, by: str) -> LinkDecision:
    """What is recorded: with the cards of both, so that it still holds for them should a record be deleted."""
    left, right = sorted((ends.left, ends.right))
    codes = carried_codes(ends.docket.united, ends.docket.identities, left, right)
    return LinkDecision(left, right, verdict, why.strip(), by, session.at, None, *codes)


def _apply(session: Session, ends: Ends, *, is_new: bool) -> Outcome:
    """Everything that hangs on the decisions follows; what became of the two."""
    if is_new:
        link(session)
    with session.engine.connect() as connection:
        after = docket_about(connection, session.settings.folder, (ends.left, ends.right))
    return outcome_of(ends, Ends(ends.left, ends.right, after), is_new=is_new)


def outcome_of(before: Ends, after: Ends, *, is_new: bool) -> Outcome:
    """The same two records, before and after."""
    was = [before.docket.person_of(end) for end in (before.left, before.right)]
    now = [after.docket.person_of(end) for end in (after.left, after.right)]
    are_one = now[0] is not None and now[0] == now[1]
    found = after.docket.united.contradictions
    return Outcome(
        before.left,
        before.right,
        (now[0].code if now[0] else "", now[1].code if now[1] else ""),
        was[0] is not None and was[0] == was[1],
        are_one,
        now[0].aliases if now[0] and are_one else (),
        is_new,
        tuple(one for one in found if any(map(before.about_them, (one.refused, *one.against)))),
    )


def list_decisions(folder: Path, telling: Telling) -> tuple[LinkDecision, ...]:
    """All that were ever made, oldest first, those that were taken back included."""
    with open_session(folder, telling, writes=False) as session, session.engine.connect() as connection:
        return tuple(one.decision for one in facts.read_decisions(connection))


def contradictions(folder: Path, telling: Telling) -> tuple[Contradiction, ...]:
    """Decisions that do not hold, because later ones exclude them."""
    with open_session(folder, telling, writes=False) as session, session.engine.connect() as connection:
        model = read_linkage(session.settings.folder).model
        return docket_in_doubt(connection, model).united.contradictions
