"""One linking from what changed to people, plans and journeys, in the caller's transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from ...cards.replacing import newest_codes, read_replacements
from ...errors import SetupError
from ...model.mention import Mention
from ...records.linking.model import FILE
from ...registry import facts, listing, marks, mentions, pairs, people
from ...registry.case_tables import DERIVED
from ...registry.marks import Read
from ...registry.mentions import Kept
from ...registry.rows import clear
from .cases import Cases
from .identities import Giving
from .model import Linkage
from .people import Uniting
from .reach import Facts, Reached, reach
from .scoring import Scorer, score
from .spoken import Changed, Sayings, Spoken
from .subjects import subjects_of
from .touched import Touched

KEPT = 20_000
"""Submissions that stay in memory between uniting people and making their journeys; a first load may have far more."""
WHOLE = ""
"""Scope of the marks that concern the whole registry."""


@dataclass(slots=True)
class Heard:
    """What was read again.

    Attributes:
        spoken: the first of them by root uuid, so that plans and journeys need not read them once more.
        mentions: all that the submissions say now, by id.
        before: all that they said before, and all of those that are gone, by id.
        subjects: (kind, code) of all they speak of, now or before.
    """

    read: list[Read] = field(default_factory=list)
    spoken: dict[str, Spoken] = field(default_factory=dict)
    mentions: dict[str, Mention] = field(default_factory=dict)
    before: dict[str, Kept] = field(default_factory=dict)
    subjects: set[tuple[str, str]] = field(default_factory=set)

    @property
    def changed(self) -> dict[str, Mention]:
        """Mentions that are new or say something else."""
        return {
            key: one for key, one in self.mentions.items() if key not in self.before or self.before[key].mention != one
        }

    @property
    def outdated(self) -> dict[str, Kept]:
        """Mentions as they stood that say something else now, or nothing."""
        return {key: one for key, one in self.before.items() if self.mentions.get(key) != one.mention}


@dataclass(slots=True)
class Linking:
    """Everything one linking needs; ``rows_written`` counts in every table, ``touched`` learns what it changed."""

    connection: Connection
    sayings: Sayings
    linkage: Linkage
    giving: Giving
    scorer: Scorer
    rows_written: int = 0
    touched: Touched = field(default_factory=Touched)

    def run(self, *, rebuild: bool = False, thorough: bool = False) -> int:
        """The registry is what the answers and the decisions make it; rows written.

        Args:
            rebuild: everything is dropped and made again; the rows are the same.
            thorough: look for changes submission by submission, as after a form edition that came late.

        Raises:
            SetupError: the model is another than before and this is no rebuild.
        """
        if rebuild:
            clear(self.connection, DERIVED)
        else:
            refuse_other_model(self.connection, self.linkage)
        known = self._facts()
        is_first = not marks.stages_read(self.connection)
        changed = self.sayings.changed(self.connection, everything=rebuild, thorough=thorough)
        self._hear_replaced_plans(changed, known)
        also = self._also(known)
        self.touched.everything = rebuild or is_first or None in changed.roots.values()
        if changed.roots or changed.gone or also:
            self._link(changed, also, known, is_first)
        self._mark(changed)
        return self.rows_written

    def _facts(self) -> Facts:
        decided = facts.read_decisions(self.connection)
        live = [one.decision for one in decided if one.decision.undone_at is None]
        return Facts(live, newest_codes(read_replacements(self.connection)))

    def _link(self, changed: Changed, also: set[str], known: Facts, is_first: bool) -> None:
        heard = self._hear(changed, known)
        said, outdated = heard.changed, heard.outdated
        self.rows_written += pairs.forget_pairs(self.connection, outdated.keys())
        new = [one.evidence for _, one in sorted(said.items()) if one.evidence]
        self.rows_written += score(self.connection, self.scorer, new, is_first=is_first)
        reached = Reached(said) if is_first else reach(self.connection, said, outdated, also, known)
        uniting = Uniting(self.connection, self.scorer, self.linkage.model, known, self.giving)
        told = self._told_by(people.people_in(self.connection, reached.components))
        moved = uniting.unite(reached)
        self.touched.told_in |= {commune for commune, *_ in told ^ self._told_by(moved)}
        self.rows_written += uniting.rows_written
        self.rows_written += marks.put_read(self.connection, changed.gone, heard.read)
        self.touched.meetings |= {code for kind, code in heard.subjects if kind == "meeting"}
        self.touched.sessions |= {code for kind, code in heard.subjects if kind == "session"}
        cases = Cases(self.connection, self.sayings, known.aliases, heard.spoken, touched=self.touched)
        self.rows_written += cases.renew(moved, heard.subjects)

    def _hear(self, changed: Changed, known: Facts) -> Heard:
        """What the changed submissions say, and said."""
        heard = Heard()
        for stage, roots in sorted(changed.roots.items()):
            for spoken in self.sayings.said(self.connection, stage, roots):
                heard.read.append(_read(spoken, known.aliases))
                if len(heard.spoken) < KEPT:
                    heard.spoken[spoken.root_uuid] = spoken
                heard.mentions |= {one.mention_id: one for one in spoken.mentions}
        ours = {one.root_uuid for one in heard.read} | changed.gone
        kept = mentions.read_mentions(self.connection, "root_uuid", ours)
        heard.before = {one.mention.mention_id: one for one in kept}
        heard.subjects |= marks.subjects_of(self.connection, ours)
        heard.subjects |= {subject for one in heard.read for subject in one.subjects}
        return heard

    def _hear_replaced_plans(self, changed: Changed, known: Facts) -> None:
        """Submissions that speak of a plan by a card that was replaced since are read again."""
        for stage, roots in marks.roots_about(self.connection, "plan", known.aliases.keys()).items():
            there = changed.roots.get(stage, frozenset())
            changed.roots[stage] = None if there is None else there | roots

    def _also(self, known: Facts) -> set[str]:
        """Nodes to unite again although no submission changed: decisions, replaced cards, identities from elsewhere."""
        nodes = {node for one in facts.changed_decisions(self.connection) for node in known.decided(one)}
        for mention_id, code, handle in mentions.handles_of_codes(self.connection, known.aliases):
            if handle != known.card(code):
                nodes |= {"mention:" + mention_id, handle, known.card(code)}
        noted = marks.marks(self.connection, WHOLE).get("identities")
        if noted not in (None, facts.last_given(self.connection)):
            nodes |= facts.every_handle(self.connection)
        return nodes

    def _told_by(self, person_keys: frozenset[str]) -> frozenset[tuple[str, str, int]]:
        """What these people told in counselling, and where they live; nothing where all is judged again anyway."""
        return frozenset() if self.touched.everything else listing.counselled(self.connection, person_keys)

    def _mark(self, changed: Changed) -> None:
        now = {"model": self.linkage.mark, "identities": facts.last_given(self.connection)}
        self.rows_written += facts.apply_decisions(self.connection)
        for scope, held in {WHOLE: now, **changed.now}.items():
            self.rows_written += marks.put_marks(self.connection, scope, held)


def refuse_other_model(connection: Connection, linkage: Linkage) -> None:
    """Pairs weighed by two models never stand side by side: what was linked first would decide who is who.

    Raises:
        SetupError: people were linked with another model.
    """
    noted = marks.marks(connection, WHOLE).get("model", linkage.mark)
    if noted != linkage.mark:
        raise SetupError(
            FILE,
            f"people were linked with model {noted}, and this is {linkage.mark}; the two must not be mixed.",
            "To link everybody again with the new one: retour link run --rebuild",
        )


def _read(spoken: Spoken, aliases: Mapping[str, str]) -> Read:
    return Read(*spoken[:6], len(spoken.mentions), subjects_of(spoken.nouns, aliases))
