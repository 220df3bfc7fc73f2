"""Purchases and hand-overs that meet every rule; a test changes only what it is about."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from pipeline.model.case import PlanCase
from pipeline.model.installation import Given, Installation, Purchase, Quotation, Visit

from .cases import CODE, a_plan, a_plan_case, origin

BOUGHT, HANDED = date(2019, 3, 25), date(2019, 3, 28)


def a_purchase(**changes: Any) -> Purchase:
    """Three rams on three quotations from a supplier who was looked at."""
    quotations = tuple(Quotation(name, price, 5) for name, price in (("A", 300000), ("B", 310000), ("C", 320000)))
    purchase = Purchase(
        "ram", "", Decimal(3), "head", 300000, BOUGHT, "A", "done", date(2019, 3, 22), "no", quotations, True
    )
    return purchase._replace(**changes)


def purchased(*purchases: Purchase, **changes: Any) -> Installation:
    """A submission with these purchases."""
    done = Installation(origin("installation", 1), CODE, 1, BOUGHT, ("purchase",), purchases or (a_purchase(),))
    return replace(done, **changes)


def handed_over(**changes: Any) -> Installation:
    """A complete hand-over to everybody, with its certificate."""
    done = Installation(
        origin("installation", 2), CODE, 1, HANDED, ("hand_over",), certificate_number="PV-12",
        hand_over_state="complete", items=(Given("ram", "", Decimal(3), "head"),), everybody=True,
        receipt_proof="thumbprint", witness_category="local_authority",
    )  # fmt: skip
    return replace(done, **changes)


def a_visit(wave: str = "3", outcome: str = "done", **changes: Any) -> Visit:
    """A follow-up visit."""
    visit = Visit(origin("follow_up", int(wave)), CODE, 1, "", date(2019, 7, 1), wave, outcome, "running")
    return replace(visit, **changes)


def installed(*submissions: Installation, visits: tuple[Visit, ...] = (), **changes: Any) -> PlanCase:
    """A validated plan with these submissions."""
    return a_plan_case(replace(a_plan(), installations=submissions, visits=visits, **changes))
