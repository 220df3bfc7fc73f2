"""Everybody and every plan that may go on a tablet's list, read once for all projects, and what they are called."""

import csv
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from ...archive.read import last_seq
from ...errors import SetupError
from ...model.case import PlanCase
from ...model.code import PLAN, is_code
from ...model.person import Person
from ...planning.nearby import above
from ...publish.choosing import Waiting
from ...publish.files import Row
from ...publish.naming import free_of_numbers, group_label, label, short_name
from ...registry import marks
from ...registry.people import read_people
from ...registry.whereabouts import zones_of_people, zones_of_plans
from ...rules.policy import Policy
from ...rules.standing import latest_version, may_be_listed, person_waits_for, plan_waits_for
from ..judging.casebook import CaseBook, open_casebook
from ..session import Session


class PlanShown(NamedTuple):
    """What a list shows of a plan."""

    version: int | None
    sector: str
    commune: str


@dataclass(slots=True)
class ListCases:
    """The cases, and the words for them.

    Attributes:
        people / plans: by person key and plan code; only registered people who agreed, only drafted plans.
        codes: person key by code.
        parents: the place above each place.
        places / sectors: labels by code, in the programme's first language.
        names: of people read so far, by key.
    """

    connection: Connection
    places: Mapping[str, str]
    sectors: Mapping[str, str]
    people: dict[str, Waiting] = field(default_factory=dict)
    plans: dict[str, Waiting] = field(default_factory=dict)
    shown: dict[str, PlanShown] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    parents: Mapping[str, str] = field(default_factory=dict)
    names: dict[str, Person] = field(default_factory=dict)

    def person_rows(self, cases: Iterable[Waiting]) -> list[Row]:
        """A row for each person, by code."""
        found = self._named([case.key for case in cases])
        return sorted((self._person_row(one) for one in found), key=lambda row: row["name"])

    def plan_rows(self, cases: Iterable[Waiting], state: str) -> list[Row]:
        """A row for each plan, by code; named after its sector, one holder and the place: a title may hold a name."""
        wanted = list(cases)
        self._named([key for case in wanted for key in case.people])
        rows: list[Row] = []
        for case in wanted:
            shown = self.shown[case.key]
            rows.append(
                {
                    "name": case.key,
                    # Two shops of one place are told apart by the code on their paper.
                    "label": label(
                        self.group_label(shown.sector, case.people, shown.commune),
                        case.key if is_code(case.key, PLAN) else "",
                    ),
                    "version": str(shown.version or ""),
                    "commune": shown.commune,
                    "sector": shown.sector,
                    "state": state,
                }
            )
        return sorted(rows, key=lambda row: row["name"])

    def group_label(self, sector: str, people: Collection[str], commune: str) -> str:
        """``Élevage · Awa S. + 2 · Garango``; holders who may not be listed are counted and not named."""
        named = [_name(one) for one in self._named([key for key in people if key in self.people])]
        holders = group_label([name for name in named if name], len(people))
        return label(self.sectors.get(sector, sector), holders, self._place(commune))

    def _person_row(self, person: Person) -> Row:
        year = str(_held(person, "birth_date"))[:4]
        village = self._place(_held(person, "village"))
        commune = _held(person, "commune")
        year = year if year.isdecimal() else ""
        return {
            "name": person.code,
            "label": label(_name(person), year, village or self._place(commune)),
            "birth_year": year,
            "village": village,
            "commune": commune,
        }

    def _place(self, code: str) -> str:
        return free_of_numbers(self.places.get(code, "" if code.startswith("BF") else code))

    def _named(self, keys: Collection[str]) -> list[Person]:
        missing = [key for key in dict.fromkeys(keys) if key not in self.names]
        if missing:
            self.names |= {one.person_key: one for one in read_people(self.connection, missing)}
        return [self.names[key] for key in dict.fromkeys(keys) if key in self.names]


def read_list_cases(session: Session, connection: Connection) -> ListCases:
    """Every case as it stands now; reads, and writes nothing.

    Raises:
        SetupError: nothing in the archive was linked yet; a threshold or a list of the programme is missing or wrong.
    """
    _refuse_empty_lists(session, connection)
    config = session.settings.folder / "config"
    language = session.settings.languages[0]
    found = ListCases(
        connection,
        labels(config / "places.csv", language),
        labels(config / "lists/sectors.csv", language),
    )
    book = open_casebook(session, connection)
    found.parents = book.policy.parents
    _read_people(found, book, connection)
    _read_plans(found, book, connection)
    return found


def _refuse_empty_lists(session: Session, connection: Connection) -> None:
    """An archive that just came to this machine has everybody, and the registry nobody: tablets would lose all."""
    if not marks.marks(connection, "") and any(last_seq(connection, d.key) for d in session.deployed()):
        raise SetupError(
            "the case lists", "nothing in the archive was linked yet: every list would be empty.", "Run: retour build"
        )


def _read_people(found: ListCases, book: CaseBook, connection: Connection) -> None:
    zones = zones_of_people(connection)
    for case in book.persons():
        if may_be_listed(case):
            key, places = case.journey.person_key, _places(case.journey.commune, book.policy)
            steps = person_waits_for(case, book.policy)
            found.codes[case.journey.code] = key
            found.people[key] = Waiting(key, zones.get(key, frozenset()), places, steps)


def _read_plans(found: ListCases, book: CaseBook, connection: Connection) -> None:
    zones = zones_of_plans(connection)
    for case in book.plans():
        plan = case.plan
        if plan.drafts:
            steps, places = plan_waits_for(case, book.policy), _places(plan.commune, book.policy)
            found.plans[plan.code] = Waiting(
                plan.code, zones.get(plan.code, frozenset()), places, steps, _present(case)
            )
            found.shown[plan.code] = PlanShown(latest_version(plan), plan.sector, plan.commune)


def _present(case: PlanCase) -> tuple[str, ...]:
    return tuple(dict.fromkeys(m.person_key for m in case.plan.members if m.until is None and m.person_key))


def _places(commune: str, policy: Policy) -> tuple[str, ...]:
    return above(commune, policy.parents) if commune else ()


def _name(person: Person) -> str:
    return short_name(_held(person, "given_names"), _held(person, "surname"))


def _held(person: Person, name: str) -> str:
    known = person.fields.get(name)
    return str(known.held.value) if known and known.held.value is not None else ""


def labels(path: Path, language: str) -> dict[str, str]:
    """Label by code of a list of ``config/``; in the language where the list has several, empty where it is missing."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        columns = reader.fieldnames or ()
        best = [f"label::{language}", "label", *(c for c in columns if c.startswith("label"))]
        column = next((c for c in best if c in columns), "")
        return {row["name"]: row[column] or "" for row in reader} if column else {}
