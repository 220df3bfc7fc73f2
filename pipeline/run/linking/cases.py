"""Plans and journeys made again where something they are made of was said, unsaid or linked otherwise."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from ...model.plan import Plan
from ...model.steps import Journey
from ...records.journeys.journeys import journeys
from ...records.journeys.plan_events import plan_events
from ...records.nouns import Nouns, gather
from ...records.plans.plans import plans
from ...registry import cases, marks, mentions, people
from .spoken import Sayings, Spoken
from .touched import Touched


@dataclass(slots=True)
class Cases:
    """What the plans and the lives of people are made from, read once.

    Attributes:
        heard: by root uuid what is read already.
        made: plans that are made already, by code; None for a code nobody speaks of.
        touched: learns what is made again.
    """

    connection: Connection
    sayings: Sayings
    aliases: Mapping[str, str]
    heard: dict[str, Spoken] = field(default_factory=dict)
    made: dict[str, Plan | None] = field(default_factory=dict)
    touched: Touched = field(default_factory=Touched)

    def renew(self, moved: Collection[str], subjects: Collection[tuple[str, str]]) -> int:
        """Whatever hangs on these is made again and written where it differs; rows removed and written.

        Args:
            moved: keys of people who are, or were, whoever changed mentions speak of.
            subjects: (kind, code) that changed submissions speak of, or spoke of.
        """
        codes = self._plans_touched(moved, subjects)
        touched = cases.members_of(self.connection, codes) | frozenset(moved)
        self.touched.communes |= cases.communes_of(self.connection, codes)
        found = self.plans(codes)
        events = {plan.code: plan_events(plan) for plan in found}
        written = cases.write_plans(self.connection, codes, found, events)
        touched |= {key for plan in found for key in (plan.persons or {}).values() if key}
        self.touched.communes |= {plan.commune for plan in found if plan.commune}
        self.touched.plans |= codes
        self.touched.persons |= touched
        return written + cases.write_journeys(self.connection, touched, self.journeys(touched))

    def plans(self, codes: Collection[str]) -> list[Plan]:
        """The plans of these codes, of all that was said of them and in the meetings that decided about them."""
        missing = [code for code in codes if code not in self.made]
        if missing:
            roots = self._about_plans(missing)
            known = mentions.people_spoken_of(self.connection, _flat(roots))
            found = {plan.code: plan for plan in plans(self._nouns(roots), known, self.aliases)}
            self.made |= {code: found.get(code) for code in missing}
        return [plan for code in sorted(codes) if (plan := self.made[code]) is not None]

    def journeys(self, person_keys: Collection[str]) -> list[Journey]:
        """The lives of these people, with their plans."""
        known = people.read_people(self.connection, person_keys)
        roots = mentions.roots_of_people(self.connection, person_keys)
        spoken_of = marks.subjects_of(self.connection, _flat(roots))
        codes = cases.plans_of(self.connection, person_keys) | {code for kind, code in spoken_of if kind == "plan"}
        # Of the plans' other submissions only when they came is needed, to date what happened.
        nouns = self._nouns(_both(roots, self._about_plans(codes)))
        linked = mentions.people_spoken_of(self.connection, _flat(roots))
        return list(journeys(known, nouns, self.plans(codes), linked))

    def spoken(self, roots: Mapping[str, Collection[str]]) -> list[Spoken]:
        """What these submissions say, by root uuid; ``roots`` by stage."""
        for stage, wanted in roots.items():
            missing = [root for root in wanted if root not in self.heard]
            if missing:
                said = self.sayings.said(self.connection, stage, missing)
                self.heard |= {one.root_uuid: one for one in said}
        return [self.heard[root] for root in sorted(_flat(roots) & self.heard.keys())]

    def _plans_touched(self, moved: Collection[str], subjects: Collection[tuple[str, str]]) -> frozenset[str]:
        """Also plans of the same meeting, and those that submissions about these people speak of."""
        meetings = {code for kind, code in subjects if kind == "meeting"}
        roots = set(_flat(marks.roots_about(self.connection, "meeting", meetings)))
        roots |= _flat(mentions.roots_of_people(self.connection, moved))
        further = marks.subjects_of(self.connection, roots)
        codes = {code for kind, code in {*subjects, *further} if kind == "plan"}
        return cases.plans_of(self.connection, moved) | codes

    def _about_plans(self, codes: Collection[str]) -> dict[str, frozenset[str]]:
        """Root uuids by stage."""
        about = marks.roots_about(self.connection, "plan", codes)
        meetings = {c for kind, c in marks.subjects_of(self.connection, _flat(about)) if kind == "meeting"}
        return _both(about, marks.roots_about(self.connection, "meeting", meetings))

    def _nouns(self, roots: Mapping[str, Collection[str]]) -> Nouns:
        """What these submissions are about."""
        found = self.spoken(roots)
        received = {one.root_uuid: one.received_at for one in found}
        return gather((noun for one in found for noun in one.nouns), received)


def _both(one: Mapping[str, frozenset[str]], other: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    return {stage: one.get(stage, frozenset()) | other.get(stage, frozenset()) for stage in {*one, *other}}


def _flat(roots: Mapping[str, Collection[str]]) -> frozenset[str]:
    return frozenset(root for held in roots.values() for root in held)
