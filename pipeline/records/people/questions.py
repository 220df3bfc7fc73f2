"""What somebody must decide, one question at a time, and what each answer is recorded about."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from pipeline.model.linkage import Pair
from pipeline.model.person import Identity, Person

from .persons import People
from .spoken import CODE, MENTION
from .united import United

Kind = Literal["score", "card", "number", "whose"]


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to decide.

    Attributes:
        kind: ``score`` are these two one person · ``card``, ``number``: the same, asked because both use one card or
            one number of another system though their names differ · ``whose``: to which of these does the card
            belong, with all that came with the card alone.
        ends: mention ids the answer is recorded about, one per person: the pair that was scored, or of each party one;
            whoever is registered beyond doubt comes first.
        persons: in the same order; two, or for ``whose`` all that use the card.
        pair: what the score says; None where it was not asked, or found nothing in common.
        claim: ``code:P…`` or ``external:…`` for every kind but ``score``.
        unsettled: mention ids that wait for the answer.
    """

    kind: Kind
    ends: tuple[str, ...]
    persons: tuple[Person, ...]
    pair: Pair | None = None
    claim: str = ""
    unsettled: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """Tells the question from others, also after other questions were answered."""
        return (self.claim if self.kind == "whose" else "", *self.ends)


def questions(united: United, people: People, pairs: Iterable[Pair]) -> tuple[Question, ...]:
    """What to ask now: scores first, the surest first; then cards and numbers, and last whose a card is.

    A provisional person is asked about once, beside whoever is the likeliest of those beyond doubt. Most other doubts
    are settled by the answer; what remains is asked next.

    Args:
        people: of ``united``.
        pairs: as given to ``unite``.
    """
    key_of = {one.mention_id: one.person_key for one in people.linked}
    person_of = {person.person_key: person for person in people.persons}
    scored = {(pair.left, pair.right): pair for pair in pairs}

    def ask(kind: Kind, ends: tuple[str, ...], pair: Pair | None, claim: str, left: tuple[str, ...] = ()) -> Question:
        ends = tuple(sorted(ends, key=lambda end: (person_of[key_of[end]].standing != "registered", end)))
        return Question(kind, ends, tuple(person_of[key_of[end]] for end in ends), pair, claim, left)

    found = [
        ask("score", (pair.left, pair.right), pair, "") for pair in _first_doubts(united.doubts, person_of, key_of)
    ]
    for dispute in united.disputes:
        kind: Kind = "card" if dispute.claim.startswith(CODE) else "number"
        found += [ask(kind, ends, scored.get(ends), dispute.claim, dispute.unsettled) for ends in dispute.undecided]
    for dispute in united.disputes:
        if dispute.claim.startswith(CODE) and dispute.unsettled and not dispute.undecided:
            firsts = tuple(party[0] for party in dispute.parties)
            found.append(ask("whose", firsts, None, dispute.claim, dispute.unsettled))
    return tuple(found)


def _first_doubts(doubts: Iterable[Pair], person_of: Mapping[str, Person], key_of: Mapping[str, str]) -> Iterator[Pair]:
    """The surest pair of each provisional person with somebody beyond doubt."""
    seen = set()
    for pair in doubts:
        keys = [key_of[end] for end in (pair.left, pair.right)]
        provisional = [key for key in keys if person_of[key].standing == "provisional"]
        if len(provisional) == 1 and provisional[0] not in seen:
            seen.add(provisional[0])
            yield pair


def carried_codes(united: United, identities: Iterable[Identity], left: str, right: str) -> tuple[str, str]:
    """The codes to record a decision about two records with: each still leads to its person, should the record go.

    '' where a record has no code of its own, and for both where they share one: then the code tells nothing.
    """
    given = {identity.handle: identity.code for identity in identities}
    codes = {m.mention_id: m.code or given.get(MENTION + m.mention_id, "") for g in united.groups for m in g.mentions}
    handles = {m.mention_id: g.handles for g in united.groups for m in g.mentions}
    written = {m.mention_id for g in united.groups for m in g.mentions if m.code}

    def code_of(record: str) -> str:
        hub = CODE + united.aliases.get(codes.get(record, ""), codes.get(record, ""))
        return codes.get(record, "") if record not in written or hub in handles[record] else ""

    ours, theirs = code_of(left), code_of(right)
    if united.aliases.get(ours, ours) == united.aliases.get(theirs, theirs):
        return "", ""
    return ours, theirs
