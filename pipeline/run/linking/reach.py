"""What hangs together with what: cards, numbers, decisions and codes given out lead from one mention to others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from ...model.linkage import LinkDecision
from ...model.mention import Mention
from ...model.person import Identity
from ...registry import facts, mentions, pairs
from ...registry.mentions import Kept

CODE, MENTION, EXTERNAL = "code:", "mention:", "external:"


@dataclass(slots=True)
class Reached:
    """Mentions that hang together with what changed, whole.

    Attributes:
        mentions: as they are said now, by id.
        gone: ids of mentions that are no longer said.
        components: those the mentions stood in before.
    """

    mentions: dict[str, Mention] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    components: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Facts:
    """What was decided.

    Attributes:
        decisions: all that are in force.
        aliases: replaced card → the card its holder carries now.
    """

    decisions: Sequence[LinkDecision]
    aliases: Mapping[str, str]

    def handle(self, mention: Mention) -> str:
        """What an identity is given to: ``code:`` and the newest code, else ``mention:`` and the id."""
        return self.card(mention.code) if mention.code else MENTION + mention.mention_id

    def card(self, code: str) -> str:
        """The node of the card its holder carries now."""
        return CODE + self.aliases.get(code, code)

    def nodes(self, mention: Mention) -> set[str]:
        """The mention, its card and its number."""
        nodes = {MENTION + mention.mention_id, self.handle(mention)}
        return nodes | ({EXTERNAL + mention.external_id} if mention.external_id else set())

    def decided(self, decision: LinkDecision) -> set[str]:
        """All that a decision may speak of, whichever of the records and cards are left."""
        nodes = set()
        for record, code in ((decision.left, decision.left_code), (decision.right, decision.right_code)):
            card = record.removeprefix(CODE) if record.startswith(CODE) else code
            nodes |= {self.card(card)} if card else set()
            nodes |= set() if record.startswith(CODE) else {MENTION + record}
        return nodes

    def identities(self, connection: Connection, nodes: Iterable[str]) -> tuple[Identity, ...]:
        """All that were given to these mentions and cards, under any code a card ever had, and to the same people."""
        ours = set(nodes)
        codes = {node.removeprefix(CODE) for node in ours if node.startswith(CODE)}
        codes |= {code for code, newest in self.aliases.items() if newest in codes}
        handles = {node for node in ours if node.startswith(MENTION)} | {CODE + code for code in codes}
        return facts.identities_about(connection, handles, codes)


def reach(
    connection: Connection, said: Mapping[str, Mention], old: Mapping[str, Kept], also: Iterable[str], known: Facts
) -> Reached:
    """All that may be united otherwise now.

    Args:
        said: mentions that are new or say something else than before, by id.
        old: those as they stood before, and all that are no longer said.
        also: further nodes (``mention:…``, ``code:…``) to start from.
    """
    nodes = {node for one in said.values() for node in known.nodes(one)} | set(also)
    nodes |= {node for kept in old.values() for node in (*known.nodes(kept.mention), kept.handle)}
    nodes |= {MENTION + other for pair in pairs.pairs_of(connection, said.keys()) for other in pair}
    nodes = _spread(connection, nodes, known)
    found = frozenset(kept.component for kept in old.values())
    for column, prefix in (("mention_id", MENTION), ("handle", CODE), ("external_id", EXTERNAL)):
        values = [n if column == "handle" else n.removeprefix(prefix) for n in nodes if n.startswith(prefix)]
        found |= mentions.components_of(connection, column, values)
    whole = mentions.read_mentions(connection, "component", found)
    gone = frozenset(old.keys() - said.keys())
    before = {one.mention.mention_id: one.mention for one in whole if one.mention.mention_id not in gone}
    return Reached(before | dict(said), gone, found)


def _spread(connection: Connection, nodes: set[str], known: Facts) -> set[str]:
    """The nodes and all that decisions and identities tie to them, from one to the next."""
    tied: dict[str, set[str]] = {}
    for decision in known.decisions:
        ends = known.decided(decision)
        for end in ends:
            tied.setdefault(end, set()).update(ends)
    seen, fresh = set[str](), nodes
    while fresh:
        seen |= fresh
        further = {other for node in fresh for other in tied.get(node, ())}
        for given in known.identities(connection, fresh):
            further |= {known.card(given.code)}
            card = given.handle.startswith(CODE)
            further |= {known.card(given.handle.removeprefix(CODE)) if card else given.handle}
        fresh = further - seen
    return seen
