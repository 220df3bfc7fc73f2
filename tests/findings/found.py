"""Findings that a test changes only where it is about it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from pipeline.findings.current import write_findings
from pipeline.model.answers import Origin
from pipeline.model.finding import Fact, Finding

AT = datetime(2019, 6, 1, 22, tzinfo=UTC)
ORIGIN = Origin("business_plan", "uuid:canary-root", 7, "v1", "nord", "lines/2")


def a_finding(**changes):
    """A plan of which a rule is broken."""
    finding = Finding(
        rule="prices.line_specified",
        subject_kind="plan",
        subject="BABCDEFG",
        outcome="broken",
        severity="warning",
        reason_fr="La ligne 2 n'est pas spécifiée.",
        reason_en="Line 2 is not specified.",
        facts=(Fact("ligne", "line", 2, ORIGIN), Fact("seuil", "threshold", "0.20")),
        on=date(2019, 3, 4),
        about="v1 ligne 2",
        rule_version="2019-05-01",
        mend_fr="Préciser.",
        mend_en="Specify.",
        until=date(2019, 7, 1),
    )
    return replace(finding, **changes)


def put(connection, *found, subjects=None, later=0):
    """Written for these subjects, or for those of the findings, so many days after the first time."""
    named = {one.subject for one in found} if subjects is None else subjects
    kind: Any = found[0].subject_kind if found else "plan"
    return write_findings(connection, kind, named, found, at=AT + timedelta(days=later), run_id=None)
