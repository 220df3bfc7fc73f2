"""Whoever hangs together with what changed is united again, and the people that come of it are written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from ...model.linkage import Pair
from ...model.mention import Mention
from ...model.person import Identity, Person
from ...records.linking.model import Model
from ...records.people.persons import persons
from ...records.people.unite import components, unite
from ...records.people.united import United
from ...registry import mentions, people
from ...registry.mentions import Kept
from .identities import Giving, give, says_more
from .reach import MENTION, Facts, Reached
from .scoring import Scorer, score_claims

FOUNDING = ("registered", "imported")


@dataclass(slots=True)
class Uniting:
    """What uniting needs; ``rows_written`` counts in every table."""

    connection: Connection
    scorer: Scorer
    model: Model
    known: Facts
    giving: Giving
    rows_written: int = 0

    def unite(self, reached: Reached) -> frozenset[str]:
        """The reached mentions become people; keys of all people who are or were theirs."""
        said = sorted(reached.mentions.values(), key=lambda one: one.mention_id)
        united, pairs, given = self._settle(said)
        found = persons(united, given)
        groups = components(said, pairs, self.known.decisions, given, self.known.aliases)
        component = {mention_id: group[0] for group in groups for mention_id in group}
        linked = {one.mention_id: one for one in found.linked}
        kept = [Kept(m, self.known.handle(m), component[m.mention_id], linked[m.mention_id]) for m in said]
        before = people.people_in(self.connection, reached.components)
        placed = [_placed(one, component, reached.mentions) for one in found.persons]
        self.rows_written += mentions.write_mentions(self.connection, reached.gone, kept)
        self.rows_written += people.write_people(self.connection, before, placed)
        return before | {one.person_key for one in found.persons}

    def _settle(self, said: Sequence[Mention]) -> tuple[United, list[Pair], list[Identity]]:
        """Who belongs together once everybody has an identity; a rebuild, which finds them given, comes to the same."""
        known, handles = self.known, {MENTION + one.mention_id: self.known.handle(one) for one in said}
        given = list(known.identities(self.connection, {node for one in said for node in known.nodes(one)}))
        claimed = frozenset(handles.values())
        while True:
            pairs, written = score_claims(self.connection, self.scorer, said, given, known.aliases)
            united = unite(said, pairs, known.decisions, given, known.aliases, self.model)
            fresh = give(self.connection, united, given, self.giving)
            self.rows_written += written + len(fresh)
            given += fresh
            if not any(says_more(one, handles, claimed, known) for one in fresh):
                return united, pairs, given


def _placed(person: Person, component: Mapping[str, str], said: Mapping[str, Mention]) -> people.Placed:
    """In the zone of the first registration, or of the first mention where there is none."""
    first = min(person.mentions, key=lambda m: (said[m].role not in FOUNDING, said[m].on or date.max, m))
    return people.Placed(person, component[first], said[first].origin.zone)
