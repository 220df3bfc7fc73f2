"""All that hangs together with what somebody must decide: read, united and turned into questions."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from ...cards.replacing import newest_codes, read_replacements
from ...model.linkage import LinkDecision, Pair
from ...model.mention import Mention
from ...model.person import Identity, Person
from ...records.linking.model import Model
from ...records.people.persons import People, persons
from ...records.people.questions import Question, questions
from ...records.people.unite import unite
from ...records.people.united import Dispute, Group, United
from ...registry import facts, mentions, pairs, review
from ...registry.facts import Decided
from .reach import Facts

CODE, MENTION = "code:", "mention:"


@dataclass(frozen=True, slots=True)
class Docket:
    """Whole components of mentions and what was decided, as they stand.

    Attributes:
        mentions: by id.
        decided: every decision ever made, those that were taken back included, oldest first.
    """

    mentions: Mapping[str, Mention]
    pairs: Sequence[Pair]
    decided: Sequence[Decided]
    identities: Sequence[Identity]
    aliases: Mapping[str, str]
    model: Model
    united: United
    people: People

    @property
    def live(self) -> list[Decided]:
        """Decisions that nobody took back."""
        return [one for one in self.decided if one.decision.undone_at is None]

    @property
    def questions(self) -> tuple[Question, ...]:
        """All that is open in these components."""
        return questions(self.united, self.people, self.pairs)

    def supposing(self, more: Iterable[LinkDecision]) -> United:
        """What would be with these decisions too; nothing is written."""
        decisions = [*(one.decision for one in self.live), *more]
        return unite(self.mentions.values(), self.pairs, decisions, self.identities, self.aliases, self.model)

    def newest(self, code: str) -> str:
        """The card its holder carries now."""
        return self.aliases.get(code, code)

    def dispute_about(self, code: str) -> Dispute | None:
        """That of the card, if clearly different people use it."""
        claim = CODE + self.newest(code)
        return next((one for one in self.united.disputes if one.claim == claim), None)

    def group_of(self, end: str) -> Group | None:
        """The mentions that are one person with this mention, or with whoever carries ``code:P…`` alone."""
        wanted = end if end.startswith(CODE) else MENTION + end
        return next((group for group in self.united.groups if wanted in group.handles), None)

    def person_of(self, end: str) -> Person | None:
        """Whoever that is; None for an unidentifiable mention and for a card with which nothing came."""
        group = self.group_of(end)
        if group is None:
            return None
        first = group.mentions[0].mention_id
        return next(person for person in self.people.persons if first in person.mentions)


def read_docket(connection: Connection, model: Model, components: Collection[str]) -> Docket:
    """These components as people were last united."""
    decided = facts.read_decisions(connection)
    live = [one.decision for one in decided if one.decision.undone_at is None]
    known = Facts(live, newest_codes(read_replacements(connection)))
    said = {one.mention.mention_id: one.mention for one in mentions.read_mentions(connection, "component", components)}
    given = known.identities(connection, {node for one in said.values() for node in known.nodes(one)})
    scored = pairs.pairs_among(connection, list(said))
    united = unite(said.values(), scored, live, given, known.aliases, model)
    return Docket(said, scored, decided, given, known.aliases, model, united, persons(united, given))


def docket_in_doubt(connection: Connection, model: Model) -> Docket:
    """All components in which there is something to ask or two decisions exclude each other."""
    decided = (one.decision for one in facts.read_decisions(connection) if one.decision.undone_at is None)
    ends = [end for one in decided for end in ((one.left, one.left_code), (one.right, one.right_code))]
    records = {record for record, _ in ends if not record.startswith(CODE)}
    codes = {code for record, code in ends if code} | {r.removeprefix(CODE) for r, _ in ends if r.startswith(CODE)}
    return read_docket(connection, model, review.components_in_doubt(connection) | about(connection, records, codes))


def about(connection: Connection, records: Collection[str], codes: Collection[str]) -> frozenset[str]:
    """Components of these records and of whoever is known by these codes, whichever card they carry now."""
    aliases = newest_codes(read_replacements(connection))
    newest = {aliases.get(code, code) for code in codes}
    every = {*codes, *newest, *(code for code, new in aliases.items() if new in newest)}
    return review.components_about(connection, records, every)
