"""Synthetic things said about plans; a test changes only what it is about."""

from datetime import UTC, date, datetime
from decimal import Decimal

from pipeline.model.answers import Origin
from pipeline.model.installation import Installation, Visit
from pipeline.model.meeting import Decision, Meeting
from pipeline.model.plan import Contribution, Draft, Line, Member
from pipeline.model.review import Review, ReviewedLine
from pipeline.records.nouns import gather
from pipeline.records.plans.plans import plans

CODE = "BPLAN222"


def day(number):
    """A day of March 2019, and on into April."""
    return date.fromordinal(date(2019, 2, 28).toordinal() + number)


def at(number):
    """Noon of that day, when a server received something."""
    return datetime.combine(day(number), datetime.min.time(), UTC).replace(hour=12)


def origin(stage, root, row=""):
    return Origin(stage, f"uuid:{root}", 1, "v1", "", row)


def line(item="goat", quantity=3, price=20_000, **changes):
    total = None if quantity is None or price is None else Decimal(quantity) * price
    fields = {"item_other": "", "specification": "", "unit": "piece", "total": total}
    quantity = None if quantity is None else Decimal(quantity)
    return Line(**{"item": item, "quantity": quantity, "unit_price": price} | fields | changes)


def draft(root="draft1", version=1, on=1, lines=None, who=("a",), **changes):
    """A draft; ``who``: mentions are numbered as rows, and ``persons_of`` leads each to the person of that letter."""
    lines = (line(),) if lines is None else tuple(lines)
    fields = {
        "origin": origin("business_plan", root),
        "plan_code": CODE,
        "version": version,
        "reason": "",
        "drafted_on": day(on) if on else None,
        "kind": "individual" if len(who) == 1 else "collective",
        "sector": "livestock",
        "commune": "BF4801",
        "members": tuple(
            Member(f"uuid:{root}#members/{n}", "member" if n > 1 else "lead") for n in range(1, len(who) + 1)
        ),
        "lines": lines,
        "contributions": (Contribution("labour", "fence", 15_000, "market"),),
        "total": sum((one.total or Decimal(0) for one in lines), Decimal(0)),
        "contribution_total": Decimal(15_000),
        "received_at": at(on + 1) if on else None,
    }
    return Draft(**fields | changes)


def persons_of(**who):
    """Person keys by mention: ``persons_of(draft1="ab")``; '-' leads to nobody."""
    return {
        f"uuid:{root}#members/{n}": key for root, keys in who.items() for n, key in enumerate(keys, 1) if key != "-"
    }


def reviewed(item="goat", quantity=3, asked=20_000, price=None, **changes):
    fields = {"item_other": "", "specification_state": "ok", "price_state": "ok" if price is None else "too_low"}
    quantity = Decimal(quantity)
    more = {"quantity": quantity, "asked_price": asked, "reviewed_price": price, "price_source": "market"}
    return ReviewedLine(**{"item": item} | fields | more | changes)


def review(root="review1", version=1, on=5, verdict="conforming", lines=(), **changes):
    fields = {
        "origin": origin("procurement_review", root),
        "plan_code": CODE,
        "version": version,
        "reviewed_on": day(on) if on else None,
        "started_at": None,
        "ended_at": None,
        "reviewer_role": "procurement",
        "verdict": verdict,
        "lines": tuple(lines),
        "received_at": at(on + 1) if on else None,
    }
    return Review(**fields | changes)


def decided(root="meeting1", version=1, on=10, decision="validated", code=CODE, row="decisions/1", **changes):
    """A meeting with one decision; ``changes`` are the decision's."""
    one = Decision(origin("committee", root, row), code, version, decision, **changes)
    return meeting(root, on, (one,))


def meeting(root="meeting1", on=10, decisions=(), meeting_id="C-2019-03-GARANGO"):
    held_on, received_at = (day(on), at(on + 1)) if on else (None, None)
    where = origin("committee", root)
    return Meeting(where, meeting_id, held_on, None, None, "BF4801", (), tuple(decisions), received_at=received_at)


def installation(root="install1", on=20, state="complete", **changes):
    fields = {"plan_code": CODE, "version": 1, "happened_on": day(on) if on else None, "steps": ("hand_over",)}
    where = origin("installation", root)
    return Installation(**{"origin": where, "hand_over_state": state, "received_at": at(on or 1)} | fields | changes)


def visit(root="visit1", on=30, wave="6", **changes):
    fields = {"plan_code": CODE, "version": 1, "mention_id": "", "visited_on": day(on), "outcome": "done"}
    return Visit(**{"origin": origin("follow_up", root), "wave": wave, "received_at": at(on)} | fields | changes)


def nouns_of(*said):
    """Nouns of any of the things above."""
    return gather(said, {})


def plan_of(*said, **who):
    """The one plan all of this is about."""
    (plan,) = plans(nouns_of(*said), persons_of(**who), {})
    return plan
