"""Every plan anybody spoke of: its drafts, versions, members, and all that was said of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from ...model.answers import Origin
from ...model.installation import Installation, Visit
from ...model.meeting import Decided
from ...model.plan import Draft, Plan
from ...model.review import Review
from ..nouns import Nouns
from .codes import plan_code, where_said
from .members import memberships
from .order import in_order
from .versions import content_drafts, versions_of


@dataclass(slots=True)
class _Said:
    """All that was said of one plan."""

    drafts: list[Draft] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    decisions: list[Decided] = field(default_factory=list)
    installations: list[Installation] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)


def plans(nouns: Nouns, persons: Mapping[str, str], aliases: Mapping[str, str]) -> tuple[Plan, ...]:
    """Every plan, by code; each depends on what speaks of it and on nothing else, in whatever order it came.

    A plan is known by its code in capitals, on its newest card; a submission without a code is a plan of its own,
    named by its root uuid. A plan nobody drafted is parked.

    Args:
        persons: person key by mention id; a mention that leads to nobody is absent or has ''.
        aliases: the newer code by the replaced one, for plan cards that were lost.
    """
    said = _by_plan(nouns, aliases)
    return tuple(_plan(code, said[code], persons) for code in sorted(said))


def _by_plan(nouns: Nouns, aliases: Mapping[str, str]) -> Mapping[str, _Said]:
    said: dict[str, _Said] = defaultdict(_Said)

    def of(code: str, origin: Origin) -> _Said:
        return said[plan_code(code, aliases) or where_said(origin)]

    for draft in nouns.drafts:
        of(draft.plan_code, draft.origin).drafts.append(draft)
    for review in nouns.reviews:
        of(review.plan_code, review.origin).reviews.append(review)
    for meeting in nouns.meetings:
        for decision in meeting.decisions:
            of(decision.plan_code, decision.origin).decisions.append(Decided(meeting, decision))
    got = nouns.received
    for one in nouns.installations:
        dated = replace(one, received_at=one.received_at or got.get(one.origin.root_uuid))
        of(one.plan_code, one.origin).installations.append(dated)
    for visit in nouns.visits:
        seen = replace(visit, received_at=visit.received_at or got.get(visit.origin.root_uuid))
        of(visit.plan_code, visit.origin).visits.append(seen)
    return said


def _plan(code: str, said: _Said, persons: Mapping[str, str]) -> Plan:
    """Kind, sector and commune are those of the highest version that anybody drafted, where it says them."""
    drafted = content_drafts(said.drafts)
    latest = drafted[max(drafted)] if drafted else None
    reviews = sorted(said.reviews, key=lambda r: in_order(r.reviewed_on, r.received_at, r.origin))
    decisions = sorted(
        said.decisions, key=lambda d: in_order(d.meeting.held_on, d.meeting.received_at, d.decision.origin)
    )
    return Plan(
        code=code,
        kind=latest.kind if latest else "",
        sector=latest.sector if latest else "",
        commune=latest.commune if latest else "",
        versions=versions_of(said.drafts, reviews, decisions, persons),
        drafts=tuple(sorted(said.drafts, key=lambda d: in_order(d.drafted_on, d.received_at, d.origin))),
        members=memberships(drafted, persons),
        reviews=tuple(reviews),
        decisions=tuple(decisions),
        installations=tuple(sorted(said.installations, key=lambda i: in_order(i.happened_on, i.received_at, i.origin))),
        visits=tuple(sorted(said.visits, key=lambda v: in_order(v.visited_on, v.received_at, v.origin))),
        persons=dict(sorted((mention, persons.get(mention, "")) for mention in _mentions(said))),
        parked_since=None if drafted else min(_arrivals(said), default=None),
    )


def _mentions(said: _Said) -> Iterator[str]:
    for draft in said.drafts:
        yield from (member.mention_id for member in draft.members)
    for installation in said.installations:
        yield from installation.receivers
    yield from (visit.mention_id for visit in said.visits if visit.mention_id)


def _arrivals(said: _Said) -> Iterable[datetime]:
    known = [review.received_at for review in said.reviews]
    known += [decided.meeting.received_at for decided in said.decisions]
    known += [installation.received_at for installation in said.installations]
    known += [visit.received_at for visit in said.visits]
    return [at for at in known if at is not None]
