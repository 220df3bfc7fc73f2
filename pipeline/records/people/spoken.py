"""The mentions of one call, by id, code and number, and which of them can tell who somebody is."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pipeline.model.linkage import LinkDecision
from pipeline.model.mention import Mention
from pipeline.model.person import Identity

FOUNDING_ROLES = frozenset({"registered", "imported"})
CODE, MENTION, EXTERNAL = "code:", "mention:", "external:"


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is said, ready to be looked up.

    Attributes:
        mentions: by id.
        claims: mention ids by ``code:P…`` (the newest code) and ``external:…``, earliest first. Whoever was given a
            code by the office claims it too, once another mention uses it.
        aliases: from a replaced code to the newest.
    """

    mentions: Mapping[str, Mention]
    claims: Mapping[str, tuple[str, ...]]
    aliases: Mapping[str, str]

    def hub(self, code: str) -> str:
        """``code:`` and the code its holder carries now."""
        return CODE + self.aliases.get(code, code)

    def age(self, mention_id: str) -> tuple[date, str]:
        """Sorts the earliest first; a mention without a day comes last."""
        return self.mentions[mention_id].on or date.max, mention_id

    def founds(self, mention_id: str) -> bool:
        """Whether the submission registers somebody."""
        return self.mentions[mention_id].role in FOUNDING_ROLES

    def is_named(self, mention_id: str) -> bool:
        """Whether its name can be compared: one letter fits too many people."""
        return letters(self.mentions[mention_id]) > 1

    def says_nobody(self, mention_id: str) -> bool:
        """Neither code nor number nor a name; one letter is enough where somebody was seen and registered."""
        mention = self.mentions[mention_id]
        enough = 1 if self.founds(mention_id) else 2
        return not mention.code and not mention.external_id and letters(mention) < enough

    def ends(self, decision: LinkDecision) -> tuple[str, str]:
        """What a decision speaks of today: its records, or the cards they carried; '' where neither is left.

        A card both had tells nothing of either: whoever uses it still is another person than its wrong user was.
        """
        codes = decision.left_code, decision.right_code
        if self.hub(codes[0]) == self.hub(codes[1]):
            codes = "", ""
        return self._end(decision.left, codes[0]), self._end(decision.right, codes[1])

    def _end(self, record: str, code: str) -> str:
        if record in self.mentions:
            return record
        hub = self.hub(record.removeprefix(CODE)) if record.startswith(CODE) else self.hub(code)
        return hub if hub in self.claims else ""


def letters(mention: Mention) -> int:
    """How many letters its name has."""
    said = mention.evidence
    return sum(sign.isalpha() for sign in said.surname + said.given_names) if said else 0


def listen(mentions: Iterable[Mention], identities: Iterable[Identity], aliases: Mapping[str, str]) -> Spoken:
    """The mentions, each under its id and its claims; two with one id are not allowed."""
    by_id = {mention.mention_id: mention for mention in sorted(mentions, key=lambda m: m.mention_id)}
    claims: defaultdict[str, set[str]] = defaultdict(set)
    for mention in by_id.values():
        if mention.code:
            claims[CODE + aliases.get(mention.code, mention.code)].add(mention.mention_id)
        if mention.external_id:
            claims[EXTERNAL + mention.external_id].add(mention.mention_id)
    for holder, code in codes_meant(identities, by_id):
        if (hub := CODE + aliases.get(code, code)) in claims:
            claims[hub].add(holder)
    spoken = Spoken(by_id, {}, aliases)
    return Spoken(by_id, {claim: tuple(sorted(claims[claim], key=spoken.age)) for claim in sorted(claims)}, aliases)


def codes_meant(identities: Iterable[Identity], mentions: Mapping[str, Mention]) -> Iterator[tuple[str, str]]:
    """Mentions and the codes that mean them though no card was filled in with them.

    The code of an identity does, unless the mention was filled in with a card since and that code is another card's.
    """
    known = tuple(identities)
    carded = carded_keys(known)
    for identity in known:
        holder = identity.handle.removeprefix(MENTION)
        if not identity.handle.startswith(MENTION) or holder not in mentions:
            continue
        if identity.person_key not in carded or not mentions[holder].code:
            yield holder, identity.code


def carded_keys(identities: Iterable[Identity]) -> frozenset[str]:
    """Keys of the people whose code is that of a pre-printed card."""
    return frozenset(i.person_key for i in identities if i.handle == CODE + i.code)
