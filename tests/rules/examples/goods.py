"""Examples for rules about purchases, hand-overs and visits."""

from datetime import date
from decimal import Decimal
from typing import Any

from pipeline.model.case import PlanCase
from pipeline.model.installation import Given, Incident, Installation, Purchase
from pipeline.model.plan import Membership

from ..cases import DRAFTED, a_draft
from ..goods import a_purchase, a_visit, handed_over, installed, purchased
from .example import Examples, by, under

NOTHING = installed()
LATER = date(2020, 6, 1)
FOUR = (Given("ram", "", Decimal(4), "head"),)


def bought(*purchases: Purchase) -> PlanCase:
    """A plan with these purchases."""
    return installed(purchased(*purchases))


def group(*submissions: Installation, until: date | None = None, **changes: Any) -> PlanCase:
    """A validated group of two, one of whom leaves on that day."""
    members = tuple(
        Membership(f"person-{n}", "member", DRAFTED, until if n == 2 else None, a_draft().origin) for n in (1, 2)
    )
    return installed(
        *submissions, **({"kind": "collective", "members": members, "persons": {"m1": "person-1"}} | changes)
    )


def held_up(**changes: Any) -> PlanCase:
    """A purchase that a revised price has held up since the first of March."""
    trouble = Incident("price_revised", date(2019, 3, 1), False, None)._replace(**changes)
    return installed(purchased(incidents=(trouble,)))


SMALL = a_purchase(paid=125000, quotations=())
ONE_OF_TWO = handed_over(receivers=("m1",), everybody=None)

EXAMPLES: Examples = {
    "purchases.quotations": by(purchases__quotations_from_xof=250000, purchases__quotations=3).of(
        met=bought(a_purchase()),
        broken=bought(a_purchase(quotations=())),
        not_applicable=NOTHING,
        unknown=bought(a_purchase(paid=None)),
    ),
    "purchases.not_split": by(purchases__quotations_from_xof=250000).of(
        met=bought(SMALL),
        broken=bought(SMALL, SMALL),
        not_applicable=NOTHING,
        unknown=bought(a_purchase(vendor="")),
    ),
    "purchases.near_budget": by(purchases__budget_excess=Decimal("0.1")).of(
        met=bought(SMALL),
        broken=bought(SMALL, SMALL),
        not_applicable=NOTHING,
        unknown=bought(a_purchase(paid=None)),
    ),
    "installation.incidents_solved": by(installation__incident_days=30).of(
        met=held_up(solved=True, solved_on=date(2019, 3, 31)),
        broken=held_up(),
        not_applicable=NOTHING,
        unknown=held_up(since=None),
    ),
    "purchases.supplier_checked": by().of(
        met=bought(a_purchase()),
        broken=bought(a_purchase(vendor_check="not_done")),
        not_applicable=NOTHING,
        unknown=bought(a_purchase(vendor_check="")),
    ),
    "installation.after_decision": by().of(
        met=installed(handed_over()),
        broken=installed(handed_over(), decisions=()),
        not_applicable=NOTHING,
        unknown=installed(handed_over(happened_on=None)),
    ),
    "installation.backlog": by(installation__latest_days=120).of(
        met=installed(handed_over()),
        broken=under(NOTHING, today=LATER, installation__latest_days=120),
        not_applicable=installed(decisions=()),
        unknown=NOTHING,
    ),
    "installation.not_more_than_ordered": by().of(
        met=installed(purchased(), handed_over()),
        broken=installed(purchased(), handed_over(items=FOUR)),
        not_applicable=NOTHING,
        unknown=installed(handed_over()),
    ),
    "installation.certificate": by().of(
        met=installed(handed_over()), broken=installed(handed_over(certificate_number="")), not_applicable=NOTHING
    ),
    "installation.every_member_received": by().of(
        met=installed(handed_over()),
        broken=group(ONE_OF_TWO),
        not_applicable=NOTHING,
        unknown=installed(handed_over(everybody=None), members=()),
    ),
    "visits.due": by(today=date(2020, 6, 1), visits__months=(3,), visits__tolerance_months=1).of(
        met=installed(handed_over(), visits=(a_visit("3"),)),
        broken=installed(handed_over()),
        not_applicable=NOTHING,
        unknown=under(
            installed(handed_over()), today=date(2019, 7, 1), visits__months=(3,), visits__tolerance_months=1
        ),
    ),
    "group.together": by().of(
        met=group(),
        broken=group(until=date(2019, 3, 21)),
        not_applicable=NOTHING,
        unknown=group(members=()),
    ),
}
