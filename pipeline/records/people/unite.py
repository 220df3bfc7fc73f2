"""Which mentions are one person: decisions, then the card, the list, the number of another system, then the score."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from pipeline.model.linkage import LinkDecision, Pair
from pipeline.model.mention import Mention
from pipeline.model.person import Identity

from ..linking.cluster import cluster
from ..linking.model import Model
from .bonds import Bonds
from .claims import Claims
from .decided import live, replay
from .grouping import Grouping
from .spoken import CODE, MENTION, Spoken, listen
from .united import Dispute, United


def unite(
    mentions: Iterable[Mention],
    pairs: Iterable[Pair],
    decisions: Iterable[LinkDecision],
    identities: Iterable[Identity],
    aliases: Mapping[str, str],
    model: Model,
) -> United:
    """Every mention in its group; the same whatever the order of the arguments, and component by component.

    Order of resolution: what a person decided; the code, of the card or of the list; the number of another system;
    the score. Each step adds to the groups of those before it and never against them.

    Args:
        mentions: all, or whole components (see ``components``); their evidence has their id.
        pairs: at the floor and above. Two mentions that share a code or a number must have been scored too
            (``pairs_to_score``): of them, no pair means that they clearly differ.
        decisions: all that concern these mentions, taken back or not.
        identities: all that were given to them, and all with one of their codes.
        aliases: from a replaced code to the code its holder carries now.
    """
    given = tuple(identities)
    spoken, bonds = listen(mentions, given, aliases), Bonds()
    kept = [pair for pair in sorted(pairs) if _is_usable(pair, spoken)]
    contradictions = replay(bonds, decisions, spoken)
    disputes = _settle_claims(bonds, spoken, kept, given, model)
    before = {mention_id: bonds.root(mention_id) for mention_id in spoken.mentions}
    doubtful = _score(bonds, spoken, kept, model)
    grouping = Grouping(spoken, bonds, before, kept, disputes)
    doubts = grouping.ask(doubtful)
    return United(
        grouping.groups(doubts), grouping.unidentifiable(), doubts, disputes, contradictions, dict(spoken.aliases)
    )


def _is_usable(pair: Pair, spoken: Spoken) -> bool:
    return all(end in spoken.mentions and spoken.is_named(end) for end in (pair.left, pair.right))


def _settle_claims(
    bonds: Bonds, spoken: Spoken, pairs: Sequence[Pair], identities: Sequence[Identity], model: Model
) -> tuple[Dispute, ...]:
    weights = {(pair.left, pair.right): pair.weight for pair in pairs}
    disputes = Claims(spoken, bonds, weights, model.lower).settle()
    # Who is known by a disputed card alone was given another code; both mean the same.
    for identity in sorted(identities, key=lambda i: i.handle):
        ends = {spoken.hub(identity.code), spoken.hub(identity.handle.removeprefix(CODE))}
        if identity.handle.startswith(CODE) and ends <= spoken.claims.keys():
            bonds.tie(min(ends), max(ends))
    return disputes


def _score(bonds: Bonds, spoken: Spoken, pairs: Sequence[Pair], model: Model) -> Sequence[Pair]:
    """The groups grow by score; what remains doubtful."""
    ids = [mention_id for mention_id in spoken.mentions if spoken.is_named(mention_id)]
    firsts: dict[str, str] = {}
    same = [(min(f, i), max(f, i)) for i in ids if (f := firsts.setdefault(bonds.root(i), i)) != i]
    two = ((firsts[a], firsts[b]) for a, b in bonds.apart() if a in firsts and b in firsts)
    different = sorted((min(pair), max(pair)) for pair in two)
    clusters = cluster(ids, pairs, same, different, model)
    for group in sorted(map(sorted, clusters.groups)):
        for other in group[1:]:
            bonds.tie(group[0], other)
    return clusters.doubtful


def pairs_to_score(
    mentions: Iterable[Mention], identities: Iterable[Identity], aliases: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """Two named mentions under one code or number, sorted: only their score tells whether two people use it."""
    spoken = listen(mentions, identities, aliases)
    found = set()
    for members in spoken.claims.values():
        named = sorted(filter(spoken.is_named, members))
        found |= {pair for pair in combinations(named, 2) if any(map(spoken.founds, pair)) or _by_number(pair, spoken)}
    return tuple(sorted(found))


def _by_number(pair: tuple[str, str], spoken: Spoken) -> bool:
    numbers = {spoken.mentions[end].external_id for end in pair}
    return len(numbers) == 1 and "" not in numbers


def components(
    mentions: Iterable[Mention],
    pairs: Iterable[Pair],
    decisions: Iterable[LinkDecision],
    identities: Iterable[Identity],
    aliases: Mapping[str, str],
) -> tuple[tuple[str, ...], ...]:
    """Mention ids that may influence each other: equal codes or numbers, pairs, decisions, identities; sorted.

    Uniting one component alone gives what uniting everything gives for it.
    """
    given = tuple(identities)
    spoken, reach = listen(mentions, given, aliases), Bonds()
    for pair in pairs:
        reach.tie(pair.left, pair.right)
    for claim, members in spoken.claims.items():
        for member in members:
            reach.tie(claim, member)
    for decision in live(decisions):
        ends = spoken.ends(decision)
        if all(ends):
            reach.tie(*ends)
    for identity in given:
        for end in _meant(identity, spoken):
            reach.tie(f"person:{identity.person_key}", end)
    found = (sorted(spoken.mentions.keys() & set(group)) for group in reach.groups(spoken.mentions))
    return tuple(sorted(tuple(group) for group in found))


def _meant(identity: Identity, spoken: Spoken) -> Iterable[str]:
    """What an identity was given to, and its code, as far as they are still spoken of."""
    ends = {identity.handle.removeprefix(MENTION), spoken.hub(identity.code)}
    if identity.handle.startswith(CODE):
        ends.add(spoken.hub(identity.handle.removeprefix(CODE)))
    return sorted(end for end in ends if end in spoken.mentions or end in spoken.claims)
