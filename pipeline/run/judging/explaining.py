"""Why a case stands as it does: its stored findings, their history and overrides, told for whoever asks."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from ...errors import SetupError
from ...findings.current import read_findings
from ...findings.history import read_history
from ...findings.overrides import live_overrides
from ...model.finding import SubjectKind
from ...model.finding_words import Language
from ...programme import Settings
from ...registry import listing
from ...registry.people import read_people
from ...registry.stories import received_at
from ...rules.explanation import Explanation, Near, Word, document, explain
from ...rules.explanation_words import ExplanationWords
from ...warehouse.choices import labels_within_stages
from ..session import open_session
from ..stories import newest_code, person_keys
from ..telling import Telling
from ..wording import LABELLED, find_place, read_list
from .casebook import CaseBook, open_casebook

AGAIN = (
    "Write the code of a person's or a plan's card, a meeting's number, a session's code, or a place of"
    " config/places.csv; 'retour person' and 'retour plan' find who is known under a card."
)


@dataclass(frozen=True, slots=True)
class Explained:
    """One case, ready to be told."""

    explanation: Explanation
    language: Language
    word: Word

    def lines(self, *, everything: bool) -> Iterator[str]:
        """The text; ``everything`` also says why a rule does not apply."""
        return ExplanationWords(self.explanation, self.language, self.word).lines(everything=everything)

    def document(self) -> dict[str, Any]:
        """For machines."""
        return document(self.explanation)


def explain_code(folder: Path, telling: Telling, code: str, language: Language = "fr") -> list[Explained]:
    """Every case that code means: one, or several where people share a card.

    Raises:
        SetupError: nothing is known under that code, or it was not judged yet.
    """
    with (
        open_session(folder, telling, writes=False) as session,
        session.engine.connect() as connection,
        connection.begin(),
    ):
        return explain_in(open_casebook(session, connection), connection, session.settings, code, language)


def explain_in(
    book: CaseBook, connection: Connection, settings: Settings, code: str, language: Language = "fr"
) -> list[Explained]:
    """The same, of these cases."""
    meant = list(_meant(connection, code.strip()))
    if not meant:
        meant = [_place(settings, book, code)]
    word = _words(settings, connection, language)
    made = [_explanation(connection, book, kind, subject, shown, word) for kind, subject, shown in meant]
    found = [Explained(one, language, word) for one in made if one.answers]
    if not found and meant[0][0] == "locality":
        raise SetupError(f"'{code}'", "has no plan, so no rule speaks of this place.", "Write another place.")
    if not found:
        raise SetupError(f"'{code}'", "was not judged yet.", "Run 'retour run' or 'retour build': both judge.")
    return found


Meant = tuple[SubjectKind, str, str]
"""Kind, subject as findings name it, and how it is shown."""


def _meant(connection: Connection, code: str) -> Iterator[Meant]:
    """Every case under that code but a place: people may share a card."""
    for person in read_people(connection, sorted(person_keys(connection, code))):
        yield "person", person.person_key, person.code
    for plan in listing.plan_codes(connection, sorted({newest_code(connection, code), code})):
        yield "plan", plan, plan
    for meeting in listing.meeting_ids(connection, [code]):
        yield "meeting", meeting, meeting
    for one in listing.session_codes(connection, [code]):
        yield "session", one, one


def _place(settings: Settings, book: CaseBook, code: str) -> Meant:
    """The place of that code or name; whoever meant anything else is told what may be written."""
    try:
        place = book.place_of(find_place(settings, code).code)
    except SetupError as error:
        near = error.fix if error.fix.startswith(("Did you mean", "Write the code:")) else AGAIN
        raise SetupError(
            f"'{code}'", "is no person, plan, meeting, session or place that is known here.", near
        ) from None
    return "locality", place, place


def _explanation(
    connection: Connection, book: CaseBook, kind: SubjectKind, subject: str, shown: str, word: Word
) -> Explanation:
    findings = read_findings(connection, kind, [subject])
    roots = {fact.origin.root_uuid for one in findings for fact in one.facts if fact.origin}
    overrides = live_overrides(connection, book.policy.today)
    return explain(
        kind,
        subject,
        shown if kind != "locality" else word("", shown),
        findings,
        policy=book.policy,
        history=read_history(connection, kind, subject),
        overrides=[one for one in overrides if (one.subject_kind, one.subject) == (kind, subject)],
        received=received_at(connection, roots),
        beside=_beside(connection, book, kind, subject),
        is_doubtful=kind == "person" and any(p.standing == "provisional" for p in read_people(connection, [subject])),
    )


def _beside(
    connection: Connection, book: CaseBook, kind: SubjectKind, subject: str
) -> Mapping[SubjectKind, tuple[Near, ...]]:
    """The cases that bear on this one, with how many rules each breaks."""
    named = {other: {key: code for key, code in codes if code} for other, codes in _around(book, kind, subject)}
    return {other: _nears(connection, other, codes) for other, codes in named.items() if codes}


def _around(book: CaseBook, kind: SubjectKind, subject: str) -> Iterator[tuple[SubjectKind, list[tuple[str, str]]]]:
    """Kinds of cases around this one, each with its (subject, code)."""
    for person in book.persons([subject]) if kind == "person" else ():
        there = (*person.journey.orientations, *person.journey.training_days)
        yield "plan", [(plan.code, plan.code) for plan in person.plans]
        yield "session", [(one.session_code, one.session_code) for one in there]
    for plan in book.plans([subject]) if kind == "plan" else ():
        yield "person", [(key, holder.code) for key, holder in plan.holders.items()]
        yield "meeting", [(d.meeting.meeting_id, d.meeting.meeting_id) for d in plan.plan.decisions]
    for meeting in book.meetings([subject]) if kind == "meeting" else ():
        yield "plan", [(code, code) for code in meeting.plans]


def _nears(connection: Connection, kind: SubjectKind, codes: Mapping[str, str]) -> tuple[Near, ...]:
    stored = read_findings(connection, kind, codes)
    broken = Counter(subject for subject, _ in {(f.subject, f.rule) for f in stored if f.outcome == "broken"})
    return tuple(Near(code, broken[subject]) for subject, code in codes.items())


def _words(settings: Settings, connection: Connection, language: Language) -> Word:
    """Choices as their own stage calls them, else as most stages do; a place by its name; anything else as it is."""
    first = settings.languages[0]
    spoken = next((one for one in settings.languages if one.endswith(f"({language})")), first)
    known = labels_within_stages(connection, spoken)
    called: dict[str, Counter[str]] = {}
    for (_, choice), label in known.items():
        called.setdefault(choice, Counter())[label] += 1
    places = {row["name"]: row["label"] for row in read_list(settings.folder, LABELLED["places"])}

    def word(stage: str, choice: str) -> str:
        if choice in places:
            return places[choice]
        if stage:
            return known.get((stage, choice), choice)
        return called[choice].most_common(1)[0][0] if choice in called else choice

    return word
