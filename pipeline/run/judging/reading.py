"""One batch of cases at a time, made of plans, journeys, meetings and sessions; what was read is then forgotten."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection

from ...model.answers import Origin
from ...model.case import LocalityCase, MeetingCase, PersonCase, PlanCase, SessionCase
from ...model.meeting import Meeting
from ...model.plan import Plan
from ...model.steps import Counselling, Journey, Need, PlannedSession, Session
from ...records.plans.active import active_plans
from ...records.plans.codes import plan_code
from ...records.plans.members import present_members
from ...records.plans.order import in_order
from ...registry import listing, marks
from ..linking.cases import Cases
from ..linking.spoken import Sayings

JUDGED_KINDS = ("orientation", "training")


class _Told(NamedTuple):
    """A need told in counselling: by somebody of which commune, when, where it was said."""

    need: Need
    counselling: Counselling


@dataclass(frozen=True, slots=True)
class Reading:
    """What cases are read from.

    Attributes:
        aliases: replaced card → the card that stands for the person or plan now.
    """

    connection: Connection
    sayings: Sayings
    aliases: Mapping[str, str]

    def persons(self, keys: Collection[str]) -> Iterator[PersonCase]:
        """One batch of people."""
        cases = self._cases()
        lives = cases.journeys(keys)
        plans = _by_code(cases.plans({code for one in lives for code in one.plans}))
        active = active_plans(plans.values())
        for one in lives:
            held = tuple(plans[code] for code in one.plans if code in plans)
            own = {plan.code for plan in held}
            yield PersonCase(one, held, tuple(c for c in active.get(one.person_key, ()) if c in own))

    def plans(self, codes: Collection[str]) -> Iterator[PlanCase]:
        """One batch of plans."""
        cases = self._cases()
        found = cases.plans(codes)
        lives = {one.person_key: one for one in cases.journeys({m.person_key for p in found for m in p.members} - {""})}
        active = self._active(cases, found, lives)
        for plan in found:
            present = present_members(plan.members)
            others = {key: tuple(c for c in active.get(key, ()) if c != plan.code) for key in present}
            yield PlanCase(
                plan,
                {m.person_key: lives[m.person_key] for m in plan.members if m.person_key in lives},
                {key: rivals for key, rivals in others.items() if rivals},
            )

    def _active(
        self, cases: Cases, found: Sequence[Plan], lives: Mapping[str, Journey]
    ) -> Mapping[str, tuple[str, ...]]:
        """Plans that each present member is in now, by person key."""
        present = {key for plan in found for key in present_members(plan.members)}
        held = {code for key in present if key in lives for code in lives[key].plans}
        return active_plans(cases.plans(held))

    def meetings(self, ids: Collection[str]) -> Iterator[MeetingCase]:
        """One batch of meetings."""
        cases = self._cases()
        written: dict[str, list[tuple[Any, Meeting]]] = {one: [] for one in ids}
        for spoken in cases.spoken(marks.roots_about(self.connection, "meeting", ids)):
            for noun in spoken.nouns:
                if isinstance(noun, Meeting) and noun.meeting_id in written:
                    place = in_order(noun.held_on, noun.received_at, noun.origin)
                    written[noun.meeting_id].append((place, noun))
        decided = {d.plan_code for held in written.values() for _, one in held for d in one.decisions}
        newest = {code: plan_code(code, self.aliases) for code in decided}
        plans = _by_code(cases.plans({code for code in newest.values() if code}))
        for meeting_id, held in written.items():
            ours = tuple(one for _, one in sorted(held, key=lambda pair: pair[0]))
            codes = {d.plan_code for one in ours for d in one.decisions}
            drafted = {c: plans[newest[c]] for c in sorted(codes) if newest[c] in plans and plans[newest[c]].drafts}
            yield MeetingCase(meeting_id, ours, drafted)

    def sessions(self, codes: Collection[str]) -> Iterator[SessionCase]:
        """One batch of sessions; a code under which only a meeting or a talk in a group was planned is none."""
        held: dict[str, list[tuple[Any, Session]]] = {code: [] for code in codes}
        planned: dict[str, list[tuple[Any, PlannedSession]]] = {code: [] for code in codes}
        for spoken in self._cases().spoken(marks.roots_about(self.connection, "session", codes)):
            for noun in spoken.nouns:
                match noun:
                    case Session() if noun.session_code in held:
                        place = in_order(noun.held_on, spoken.received_at, noun.origin)
                        held[noun.session_code].append((place, noun))
                    case PlannedSession() if noun.number in planned and noun.kind in JUDGED_KINDS:
                        place = in_order(noun.planned_on, spoken.received_at, noun.origin)
                        planned[noun.number].append((place, noun))
        made = [_session(code, _sorted(held[code]), _sorted(planned[code])) for code in codes]
        yield from self._with_needs([case for case in made if case is not None])

    def _with_needs(self, cases: Sequence[SessionCase]) -> Iterator[SessionCase]:
        """Needs that people of the session's commune told before its day; all of them where it has none."""
        told = self._needs({_commune(case) for case in cases if case.kind == "orientation"} - {""})
        for case in cases:
            day = _day(case)
            needs: dict[Need, list[Origin]] = {}
            for need, said in told.get(_commune(case), ()) if case.kind == "orientation" else ():
                if day is None or (said.counselled_on and said.counselled_on < day):
                    needs.setdefault(need, []).append(said.origin)
            found = {need: tuple(origins) for need, origins in sorted(needs.items())}
            yield SessionCase(case.session_code, case.kind, case.sessions, case.planned, found)

    def _needs(self, communes: Collection[str]) -> Mapping[str, list[_Told]]:
        """By commune, in the order of their day."""
        commune = listing.said_by_people_of(self.connection, communes, "counselling") if communes else {}
        found: dict[str, list[_Told]] = {}
        if commune:
            for spoken in self.sayings.said(self.connection, "counselling", list(commune)):
                for noun in spoken.nouns:
                    if isinstance(noun, Counselling):
                        found.setdefault(commune[spoken.root_uuid], []).extend(_Told(n, noun) for n in noun.needs)
        for told in found.values():
            told.sort(key=lambda one: in_order(one.counselling.counselled_on, None, one.counselling.origin))
        return found

    def localities(self, communes: Mapping[str, Collection[str]], level: str) -> Iterator[LocalityCase]:
        """One batch of places; ``communes`` by the place that calls meetings for them."""
        by_commune = listing.plans_by_commune(self.connection, [c for some in communes.values() for c in some])
        cases = self._cases()
        plans = _by_code(cases.plans({code for codes in by_commune.values() for code in codes}))
        for place, some in communes.items():
            codes = sorted(code for commune in some for code in by_commune.get(commune, ()))
            yield LocalityCase(place, level, tuple(plans[code] for code in codes if code in plans))

    def _cases(self) -> Cases:
        return Cases(self.connection, self.sayings, self.aliases)


def _session(code: str, held: Sequence[Session], planned: Sequence[PlannedSession]) -> SessionCase | None:
    """Of several plans for it the last one counts; without a kind that is judged it is no case."""
    if not held and not planned:
        return None
    kind = held[0].kind if held else planned[-1].kind
    invited = next((one for one in reversed(planned) if one.kind == kind), None)
    return SessionCase(code, kind, tuple(one for one in held if one.kind == kind), invited)


def _day(case: SessionCase) -> date | None:
    return next((s.held_on for s in case.sessions if s.held_on), case.planned.planned_on if case.planned else None)


def _commune(case: SessionCase) -> str:
    return next((s.commune for s in case.sessions if s.commune), case.planned.commune if case.planned else "")


def _sorted(placed: list[tuple[Any, Any]]) -> list[Any]:
    return [one for _, one in sorted(placed, key=lambda pair: pair[0])]


def _by_code(plans: Collection[Plan]) -> dict[str, Plan]:
    return {plan.code: plan for plan in plans}
