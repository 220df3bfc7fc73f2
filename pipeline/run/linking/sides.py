"""A question as a person reads it: two or more people side by side, and why they may be one, in their language."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection

from ...model.person import Person, Value
from ...records.linking.explain import explain
from ...records.people.questions import Question
from ...records.people.survivors import plain
from ...warehouse.choices import labels_of_choices
from .docket import Docket

Language = Literal["fr", "en"]
FIELDS: dict[str, tuple[str, str]] = {
    "code": ("Carte ou code", "Card or code"),
    "surname": ("Nom", "Surname"),
    "given_names": ("Prénoms", "Given names"),
    "usual_name": ("Nom d'usage", "Usual name"),
    "sex": ("Sexe", "Sex"),
    "birth_date": ("Naissance", "Birth"),
    "birth_precision": ("Précision de la naissance", "Precision of the birth"),
    "phone": ("Téléphone", "Phone"),
    "commune": ("Commune", "Commune"),
    "village": ("Village", "Village"),
    "father_given": ("Prénom du père", "Father's given name"),
    "mother_given": ("Prénom de la mère", "Mother's given name"),
    "arrival_batch": ("Vol ou convoi", "Flight or convoy"),
    "country": ("Pays de retour", "Country of return"),
    "returned_on": ("Arrivée au pays", "Arrival in the country"),
    "external_id": ("Numéro dans un autre système", "Number in another system"),
    "said": ("Fiches", "Submissions"),
}
CHOSEN = ("sex", "country")
PRECISIONS: dict[str, tuple[str, str]] = {
    "day": ("jour, mois et année", "day, month and year"),
    "month": ("mois et année", "month and year"),
    "year": ("année seulement", "year only"),
    "age": ("d'après l'âge, à peu près", "from the age, roughly"),
    "estimated": ("estimée", "estimated"),
    "unknown": ("inconnue", "unknown"),
}
PLACES = ("commune", "village")


@dataclass(frozen=True, slots=True)
class Line:
    """One field of the people side by side.

    Attributes:
        values: one per person; '' where nothing is known. What disagrees with the value held true is in brackets.
        agrees: whether all of them say the same; None where one says nothing.
    """

    field: str
    label: str
    values: tuple[str, ...]
    agrees: bool | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A question ready to be read. It holds names: for a screen or a file of its owner only, never for a log.

    Attributes:
        ends: what the answer is recorded about, one per person.
        reasons: what speaks for and against one person, the weightiest first.
        weight: bits, all in all; None where nothing was scored.
        card: the code that several people use, for questions of kind ``card`` and ``whose``.
        waiting: how many mentions wait for the answer.
    """

    kind: str
    key: tuple[str, ...]
    ends: tuple[str, ...]
    codes: tuple[str, ...]
    lines: tuple[Line, ...]
    reasons: tuple[str, ...]
    weight: float | None
    card: str
    waiting: int


class Reader:
    """Turns questions into what is shown, with places and choices called by their names."""

    def __init__(self, connection: Connection, folder: Path, docket: Docket, languages: Sequence[str]) -> None:
        """``languages``: of the programme, as workbooks name them; the first one leads."""
        self._docket = docket
        self.language: Language = "en" if languages and "(en)" in languages[0] else "fr"
        self._places = _read_places(folder / "config" / "places.csv")
        people = docket.people.persons
        values = [value for person in people for value in _chosen(person)]
        asked = {(v.origin.stage, v.question, str(v.value)) for v in values}
        self._choices = labels_of_choices(connection, asked, languages[0] if languages else "")

    def show(self, question: Question) -> Shown:
        """The question as it is read."""
        found = (self._line(field, question.persons) for field in FIELDS)
        lines = tuple(line for line in found if any(line.values))
        sentences = explain(question.pair) if question.pair else []
        return Shown(
            question.kind,
            question.key,
            question.ends,
            tuple(person.code for person in question.persons),
            lines,
            tuple(sentence.fr if self.language == "fr" else sentence.en for sentence in sentences),
            question.pair.weight if question.pair else None,
            question.claim.removeprefix("code:") if question.kind in ("card", "whose") else "",
            len(question.unsettled),
        )

    def _line(self, field: str, persons: Sequence[Person]) -> Line:
        values = tuple(self._text(field, person) for person in persons)
        held = [plain(person.fields[field].held.value) for person in persons if field in person.fields]
        agrees = len(set(held)) == 1 if len(held) == len(persons) else None
        return Line(field, FIELDS[field][0 if self.language == "fr" else 1], values, agrees)

    def _text(self, field: str, person: Person) -> str:
        if field == "code":
            return " · ".join((person.code, *person.aliases))
        if field == "said":
            return "\n".join(self._said(person))
        if field not in person.fields:
            return ""
        known = person.fields[field]
        others = [self._name(field, value) for value in known.others]
        return self._name(field, known.held) + (f" ({', '.join(others)})" if others else "")

    def _name(self, field: str, value: Value) -> str:
        text = _as_text(value.value)
        if field == "birth_precision":
            return PRECISIONS.get(text, (text, text))[0 if self.language == "fr" else 1]
        if field in PLACES:
            return self._places.get(text, text)
        return self._choices.get((value.origin.stage, value.question, text), text)

    def _said(self, person: Person) -> Iterable[str]:
        """Each submission's stage and day, the earliest first."""
        mentions = [self._docket.mentions[m] for m in person.mentions]
        for one in sorted(mentions, key=lambda m: (m.on or date.max, m.mention_id)):
            yield f"{one.origin.stage} {one.on or ''}".rstrip()


def _as_text(value: Any) -> str:
    return " ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)


def _chosen(person: Person) -> Iterable[Value]:
    for field in CHOSEN:
        if field in person.fields:
            yield from (person.fields[field].held, *person.fields[field].others)


def _read_places(file: Path) -> dict[str, str]:
    """Names of places by code; none where the programme has no list."""
    if not file.exists():
        return {}
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return {row["name"]: row["label"] for row in csv.DictReader(stream) if row.get("name") and row.get("label")}
