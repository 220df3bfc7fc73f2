"""Which plans are still going on, whose they are, and which groups went apart."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ...model.answers import Origin
from ...model.plan import Plan
from .members import present_members

ENDED = frozenset({"sold", "stopped", "never_started"})
APART = frozenset({"split", "some_left"})


class Split(NamedTuple):
    """A group that went apart, or members of which hold a later plan.

    Attributes:
        into: codes of plans drafted later with members of this one, sorted.
        state: what the latest visit that says so found: ``split`` or ``some_left``; '' where only plans tell.
        persons: keys of members who are in one of ``into``, sorted.
    """

    plan_code: str
    into: tuple[str, ...]
    state: str
    on: date | None
    persons: tuple[str, ...]
    origin: Origin | None


def active_plans(plans: Iterable[Plan]) -> Mapping[str, tuple[str, ...]]:
    """Codes of the plans each person is in now, sorted, by person key; more than one breaks a rule.

    A plan is active from its first draft until it is over (``is_over``). Of a group that a visit found split, members
    who have a later plan are counted for that one only; the others still hold the first.
    """
    every = tuple(plans)
    left = {(split.plan_code, person) for split in splits(every) if split.state == "split" for person in split.persons}
    held: dict[str, list[str]] = defaultdict(list)
    for plan in sorted(every, key=lambda p: p.code):
        if plan.drafts and not is_over(plan):
            for person in present_members(plan.members):
                if (plan.code, person) not in left:
                    held[person].append(plan.code)
    return {person: tuple(codes) for person, codes in sorted(held.items())}


def is_over(plan: Plan) -> bool:
    """Refused for good, or given up.

    Refused for good: the last decision is a refusal, and since then no higher version was made and nothing was
    drafted (a new project after a refusal is sometimes given the old number). Given up: the last visit
    that saw the business found it sold, stopped or never started; a pause or another activity is none of these. An
    adjourned plan goes on.
    """
    return _is_refused(plan) or _last_state(plan) in ENDED


def _is_refused(plan: Plan) -> bool:
    if not plan.decisions or plan.decisions[-1].decision.decision != "rejected":
        return False
    refused, held_on = plan.decisions[-1].decision.version, plan.decisions[-1].meeting.held_on
    latest = plan.versions[-1] if plan.versions else None
    if latest and refused is not None and latest.number > refused and not _is_later(held_on, latest.on):
        return False
    return not any(_is_later(draft.drafted_on, held_on) for draft in plan.drafts)


def _last_state(plan: Plan) -> str:
    return next((visit.business_state for visit in reversed(plan.visits) if visit.business_state), "")


def splits(plans: Sequence[Plan]) -> tuple[Split, ...]:
    """Groups of two or more that went apart, by code.

    A visit says so, or somebody who is or was a member is in a plan first drafted later under another code.
    """
    first = {plan.code: _first_drafted(plan) for plan in plans}
    holding: dict[str, set[str]] = defaultdict(set)
    for plan in plans:
        for one in plan.members:
            if one.person_key:
                holding[one.person_key].add(plan.code)
    found = (_split(plan, holding, first) for plan in sorted(plans, key=lambda p: p.code))
    return tuple(split for split in found if split is not None)


def _split(plan: Plan, holding: Mapping[str, set[str]], first: Mapping[str, date | None]) -> Split | None:
    people = {one.person_key for one in plan.members if one.person_key}
    began = first[plan.code]
    later = {person: {code for code in holding[person] if _is_later(first[code], began)} for person in sorted(people)}
    into = sorted(set().union(*later.values())) if later else []
    visit = next((visit for visit in reversed(plan.visits) if visit.group_state in APART), None)
    if visit is None and (len(people) < 2 or not into):
        return None
    return Split(
        plan.code,
        tuple(into),
        visit.group_state if visit else "",
        visit.visited_on if visit else None,
        tuple(person for person, codes in later.items() if codes),
        visit.origin if visit else None,
    )


def _is_later(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and one > other


def _first_drafted(plan: Plan) -> date | None:
    return min((draft.drafted_on for draft in plan.drafts if draft.drafted_on), default=None)
