"""The cases of a community, made in memory by the same pure functions that the shell reads them with."""

from collections.abc import Iterator

from pipeline.model.case import Case, LocalityCase, MeetingCase, PersonCase, PlanCase, SessionCase
from pipeline.model.meeting import Meeting
from pipeline.model.person import Person
from pipeline.model.steps import Session
from pipeline.records.journeys.journeys import journeys
from pipeline.records.nouns import gather
from pipeline.records.plans.active import active_plans
from pipeline.records.plans.plans import plans

from .community import Community


def cases_of(community: Community) -> Iterator[Case]:
    """Every person, plan, meeting, session and the commune itself; everybody's card is their key."""
    sent = list(community.submissions())
    linked = {one.mention_id: one.code for spoken in sent for one in spoken.mentions}
    nouns = gather((n for spoken in sent for n in spoken.nouns), {one.root_uuid: one.received_at for one in sent})
    drafted = {plan.code: plan for plan in plans(nouns, linked, {})}
    people = [Person(key, key, "registered") for key in sorted(set(linked.values()))]
    lives = {one.person_key: one for one in journeys(people, nouns, drafted.values(), linked)}
    active = active_plans(drafted.values())
    for key, life in lives.items():
        yield PersonCase(life, tuple(drafted[code] for code in life.plans), active.get(key, ()))
    for plan in drafted.values():
        holders = {m.person_key: lives[m.person_key] for m in plan.members}
        rivals = {key: tuple(c for c in active.get(key, ()) if c != plan.code) for key in holders}
        yield PlanCase(plan, holders, {key: codes for key, codes in rivals.items() if codes})
    meetings, sessions = _by_code(sent)
    for meeting_id, written in meetings.items():
        codes = {d.plan_code for one in written for d in one.decisions}
        yield MeetingCase(meeting_id, tuple(written), {code: drafted[code] for code in codes})
    for code, held in sessions.items():
        yield SessionCase(code, held[0].kind, tuple(held))
    yield LocalityCase(community.commune, "commune", tuple(drafted.values()))


def _by_code(sent):
    meetings: dict[str, list[Meeting]] = {}
    sessions: dict[str, list[Session]] = {}
    for noun in (n for spoken in sent for n in spoken.nouns):
        if isinstance(noun, Meeting):
            meetings.setdefault(noun.meeting_id, []).append(noun)
        elif isinstance(noun, Session):
            sessions.setdefault(noun.session_code, []).append(noun)
    return meetings, sessions
