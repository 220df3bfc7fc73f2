"""Who is in a plan from which day to which day, and in which role, as its successive drafts say."""

from collections.abc import Mapping
from datetime import date

from ...model.plan import Draft, Membership
from .content import UNRESOLVED, Holder, holders_of

UNKNOWN_DAY = date.min
"""The end of a membership that has ended on a day nobody can tell: an open end would say that it lasts."""


def memberships(drafted: Mapping[int, Draft], persons: Mapping[str, str]) -> tuple[Membership, ...]:
    """One row for each unbroken stay of a person in one role, by day of joining, then by person.

    Who is in one version and not in the next leaves on the day of the next; a new role is a new row; who comes back
    has two rows. A person written twice in one draft has one row with the stronger role. A mention that leads to
    nobody has a row with person key '' for that version alone: nobody can say whether the next version's is the same.
    Hand-overs and visits change nothing here: receiving goods for somebody is no membership.

    Args:
        drafted: what counts of each drafted number, by number.
        persons: person key by mention id.
    """
    days = _days(drafted)
    stays: list[Membership] = []
    present: dict[tuple[str, str], Membership] = {}
    for number, draft in drafted.items():
        here = {_stay(holder): holder for holder in holders_of(draft, persons)}
        for stay in sorted(present.keys() - here.keys()):
            stays.append(present.pop(stay)._replace(until=days[number] or UNKNOWN_DAY))
        for stay in here.keys() - present.keys():
            present[stay] = _joins(here[stay], draft, days[number])
    return tuple(sorted([*stays, *present.values()], key=_order))


def _stay(holder: Holder) -> tuple[str, str]:
    return (holder.person_key or holder.mention_id, holder.role)


def _joins(holder: Holder, draft: Draft, on: date | None) -> Membership:
    row = holder.mention_id.partition("#")[2]
    return Membership(holder.person_key, holder.role, on, None, draft.origin._replace(row=row))


def _days(drafted: Mapping[int, Draft]) -> Mapping[int, date | None]:
    """When each version was drafted: what it says, else when it was received, else the day of the one before."""
    days: dict[int, date | None] = {}
    last: date | None = None
    for number, draft in drafted.items():
        received = draft.received_at.date() if draft.received_at else None
        last = days[number] = draft.drafted_on or received or last
    return days


def _order(one: Membership) -> tuple[date, bool, str, str, str, str]:
    is_unresolved = one.person_key == UNRESOLVED
    return (one.since or date.min, is_unresolved, one.person_key, one.role, one.origin.root_uuid, one.origin.row)


def present_members(members: tuple[Membership, ...]) -> tuple[str, ...]:
    """Person keys of those who are in the plan now, sorted; nobody's mentions are left out."""
    return tuple(sorted({one.person_key for one in members if one.until is None and one.person_key != UNRESOLVED}))
