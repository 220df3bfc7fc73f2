"""What was sent becomes people, plans, cases and findings, by the same functions that a run calls."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time

from pipeline.model.answers import Answers, Origin
from pipeline.model.case import Case, LocalityCase, MeetingCase, PersonCase, PlanCase, SessionCase
from pipeline.model.finding import Finding
from pipeline.model.meeting import Meeting
from pipeline.model.mention import Mention
from pipeline.model.person import Identity, Person
from pipeline.model.plan import Plan
from pipeline.model.steps import Journey, Need, Session
from pipeline.records.journeys.journeys import journeys
from pipeline.records.nouns import gather
from pipeline.records.people.identities import wanted
from pipeline.records.people.persons import persons
from pipeline.records.people.unite import unite
from pipeline.records.plans.active import active_plans
from pipeline.records.plans.plans import plans
from pipeline.records.reading.read import read
from pipeline.rules.judge import judge
from pipeline.rules.policy import Policy
from pipeline.run.judging.policy import read_ruling
from tests.forms.forms import ROOT
from tests.records.people.said import MODEL

GIVEN_AT = datetime(2019, 1, 1, tzinfo=UTC)


def policy_on(today: date) -> Policy:
    """What the programme as it is shipped judges by on that day."""
    return read_ruling(ROOT, datetime.combine(today, time(12), UTC)).policy


def findings_of(submissions: Iterable[Answers], today: date) -> tuple[Finding, ...]:
    """Every finding about everybody and everything these submissions speak of, sorted."""
    policy = policy_on(today)
    found = [finding for case in cases_of(submissions) for finding in judge(case, policy)]
    return tuple(sorted(found, key=lambda f: (f.rule, f.subject, f.about)))


def cases_of(submissions: Iterable[Answers]) -> Iterator[Case]:
    """The cases of all that was said, as a run makes them; people are known by their cards alone."""
    sent = tuple(submissions)
    said = [read(one) for one in sent]
    received = {one.root_uuid: one.submitted_at for one in sent}
    everybody, linked = who_is_who([mention for one in said for mention in one.mentions])
    told = [noun for one in said for noun in one.nouns]
    nouns = gather(told, received)
    made = plans(nouns, linked, {})
    lives = journeys(everybody, nouns, made, linked)
    yield from _of_people(lives, made)
    yield from _of_plans(lives, made)
    yield from _of_meetings(nouns.meetings, made)
    yield from _of_sessions([noun for noun in told if isinstance(noun, Session)], lives)
    for commune in sorted({plan.commune for plan in made if plan.commune}):
        yield LocalityCase(commune, "commune", tuple(plan for plan in made if plan.commune == commune))


def who_is_who(mentions: Sequence[Mention]) -> tuple[tuple[Person, ...], dict[str, str]]:
    """Everybody, and the person key each mention leads to."""
    united = unite(mentions, (), (), (), {}, MODEL)
    given = [
        Identity(want.code or want.handle, want.code or f"X {want.handle}", handle, GIVEN_AT)
        for want in wanted(united, ())
        for handle in (want.handle, *want.also)
    ]
    people = persons(united, given)
    return people.persons, {one.mention_id: one.person_key for one in people.linked if one.person_key}


def _of_people(lives: Sequence[Journey], made: Sequence[Plan]) -> Iterator[PersonCase]:
    active = active_plans(made)
    for life in lives:
        held = tuple(plan for plan in made if plan.code in life.plans)
        yield PersonCase(life, held, active.get(life.person_key, ()))


def _of_plans(lives: Sequence[Journey], made: Sequence[Plan]) -> Iterator[PlanCase]:
    by_key = {life.person_key: life for life in lives}
    for plan in made:
        yield PlanCase(plan, {m.person_key: by_key[m.person_key] for m in plan.members if m.person_key in by_key})


def _of_meetings(meetings: Iterable[Meeting], made: Sequence[Plan]) -> Iterator[MeetingCase]:
    written: defaultdict[str, list[Meeting]] = defaultdict(list)
    for meeting in meetings:
        written[meeting.meeting_id].append(meeting)
    by_code: Mapping[str, Plan] = {plan.code: plan for plan in made if plan.drafts}
    for meeting_id, held in sorted(written.items()):
        ours = tuple(sorted(held, key=lambda m: (m.held_on or date.max, m.origin)))
        codes = {d.plan_code for meeting in ours for d in meeting.decisions}
        yield MeetingCase(meeting_id, ours, {c: by_code[c] for c in sorted(codes) if c in by_code})


def _of_sessions(sessions: Iterable[Session], lives: Sequence[Journey]) -> Iterator[SessionCase]:
    held: defaultdict[tuple[str, str], list[Session]] = defaultdict(list)
    for session in sessions:
        held[session.session_code, session.kind].append(session)
    for (code, kind), ours in sorted(held.items()):
        ours.sort(key=lambda s: (s.held_on or date.max, s.origin))
        yield SessionCase(code, kind, tuple(ours), None, _needs(ours[0], lives))


def _needs(session: Session, lives: Sequence[Journey]) -> Mapping[Need, tuple[Origin, ...]]:
    """Told before the session by people of its commune."""
    told: defaultdict[Need, tuple[Origin, ...]] = defaultdict(tuple)
    for talk in (t for life in lives if life.commune == session.commune for t in life.counsellings):
        if talk.counselled_on and session.held_on and talk.counselled_on < session.held_on:
            for need in talk.needs:
                told[need] += (talk.origin,)
    return told
