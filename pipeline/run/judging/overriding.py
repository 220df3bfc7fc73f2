"""Overrides: somebody declares that a rule does not decide about a case for a time; it stays on record for ever."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection

from ...cards.replacing import newest_codes, read_replacements
from ...errors import SetupError, did_you_mean
from ...findings import overrides
from ...findings.current import read_findings
from ...model.finding import Finding
from ...model.override import Override
from ...records.plans.codes import plan_code
from ...registry.people import keys_of_code
from ...rules.practice import BY_ID
from ...rules.rule import Rule
from ..daily import on_record
from ..session import open_session
from ..telling import Telling
from .policy import country_day

WHERE = "override"
SHORTEST = 5


@dataclass(frozen=True, slots=True)
class Declared:
    """An override beside what its rule finds now, in the practice's words.

    Attributes:
        is_live: whether it counts today.
    """

    override: Override
    findings: Sequence[Finding]
    is_live: bool

    @property
    def outcome(self) -> str:
        """The worst that the rule finds now; '' where it finds nothing about the case."""
        found = {one.outcome for one in self.findings}
        return next((one for one in ("broken", "unknown", "met", "not_applicable") if one in found), "")


def declare_override(
    folder: Path, telling: Telling, rule_id: str, code: str, *, why: str, by: str, until: date
) -> Declared:
    """The override is in force up to that day; the finding stays as it is.

    Args:
        rule_id: as 'retour rules list' names it.
        code: of the person, plan, meeting, session or place that the rule judges.
        why: in a few words, without a name.
        by: who says that they declare it.
        until: the last day on which it counts.

    Raises:
        SetupError: no such rule or case, no reason, nobody who declares it, a day that is over, or one is in force.
    """
    rule = _rule(rule_id)
    _refuse_unsaid(why, by)
    with on_record(folder, telling, "override declare") as (session, note), session.engine.begin() as connection:
        today = country_day(session.at)
        if until < today:
            raise SetupError("--until", f"{until} is over.", f"Name the last day on which it counts: {today} or later.")
        subject, written = _subject(connection, rule, code)
        if _live(connection, rule, subject, today):
            raise SetupError(
                WHERE, "one is in force already for this rule and case.", "Withdraw it first: retour override withdraw"
            )
        one = Override(uuid4(), rule.id, rule.subject, subject, written, why.strip(), by, session.at, until)
        overrides.declare(connection, one, session.run_id)
        note({"rule": rule.id, "by": by, "until": until.isoformat()})
        return _with_findings(connection, one, today)


def withdraw_override(folder: Path, telling: Telling, rule_id: str, code: str, *, why: str, by: str) -> Declared:
    """The override in force counts no longer; that it did stays on record.

    Raises:
        SetupError: no such rule or case, no reason, nobody who declares it, or none is in force.
    """
    rule = _rule(rule_id)
    _refuse_unsaid(why, by)
    with on_record(folder, telling, "override withdraw") as (session, note), session.engine.begin() as connection:
        today = country_day(session.at)
        subject, _ = _subject(connection, rule, code)
        live = _live(connection, rule, subject, today)
        if not live:
            raise SetupError(WHERE, "none is in force for this rule and case.", "See which are: retour override list")
        for one in live:
            overrides.withdraw(
                connection, one.override_id, why=why.strip(), by=by, at=session.at, run_id=session.run_id
            )
        note({"rule": rule.id, "by": by})
        return _with_findings(connection, live[-1], today)


def list_overrides(folder: Path, telling: Telling, *, ended_too: bool = False) -> list[Declared]:
    """Those in force, oldest first, each beside what its rule finds now; with ``ended_too`` all that ever were."""
    with open_session(folder, telling, writes=False) as session, session.engine.connect() as connection:
        today = country_day(session.at)
        found = overrides.every_override(connection)
        return [_with_findings(connection, one, today) for one in found if ended_too or one.is_live(today)]


def _refuse_unsaid(why: str, by: str) -> None:
    """Who declares it and why is all that an override has to stand on."""
    if len(why.strip()) < SHORTEST:
        fix = "Say why in a few words, without a name: --why '…'."
        raise SetupError(WHERE, f"the reason has less than {SHORTEST} letters.", fix)
    if not by.strip():
        raise SetupError("--by", "nobody declares it.", "Say who does: every report lists it. --by '…'")


def _rule(rule_id: str) -> Rule:
    if rule_id not in BY_ID:
        raise SetupError(WHERE, f"no rule is called '{rule_id}'.", did_you_mean(rule_id, BY_ID))
    return BY_ID[rule_id]


def _subject(connection: Connection, rule: Rule, code: str) -> tuple[str, str]:
    """What the rule's findings name the case by, and the code as it is kept."""
    # Not repeated in a message: it goes into the record of runs, and a code stands for a person.
    written = code.strip()
    if rule.subject == "person":
        written = "".join(written.split()).upper()
        keys = sorted(keys_of_code(connection, written))
        if len(keys) > 1:
            raise SetupError(WHERE, "several people carry this code.", "Settle first whose it is: retour link review")
        subject = keys[0] if keys else ""
    elif rule.subject == "plan":
        subject = plan_code(written, newest_codes(read_replacements(connection)))
    else:
        subject = written
    if not read_findings(connection, rule.subject, [subject]):
        raise SetupError(
            WHERE,
            f"the rule {rule.id} judges a {rule.subject}, and none is known by this code.",
            "Compare it with the card or the list; after a correction run 'retour run' first.",
        )
    return subject, written


def _live(connection: Connection, rule: Rule, subject: str, today: date) -> list[Override]:
    found = overrides.live_overrides(connection, today)
    return [one for one in found if (one.rule, one.subject) == (rule.id, subject)]


def _with_findings(connection: Connection, one: Override, today: date) -> Declared:
    found = read_findings(connection, one.subject_kind, [one.subject])
    return Declared(one, [f for f in found if f.rule == one.rule], one.is_live(today))
