"""Lists of sessions, partners and groups: out of the answers, and out of what the office wrote into ``config/``."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from ...model.answers import Answers
from ...model.code import PLAN, is_code
from ...planning.nearby import above
from ...publish.choosing import Reach, Waiting
from ...publish.files import Row
from ...publish.naming import free_of_numbers, label
from ...warehouse.answers import read_answers
from ..judging.policy import country_day
from ..linking.imports import sayings_of
from ..planning.planned import planned_sessions
from ..session import Session
from .list_cases import ListCases

PAST_DAYS = 30
"""A planned session stays on the list so long after its first day: its form may be filled in late."""
PARTNER_PATHS = (
    "organisation/partner_code",
    "organisation/partner_label",
    "organisation/category",
    "organisation/expert_type",
    "organisation/sectors",
    "where/partner_commune",
    "tie/partner_state",
)
PROJECTS = "content/projects"
GROUP_PATHS = (
    "session_place",
    *(f"{PROJECTS}/project/project_{name}" for name in ("code", "kind", "holders", "sector")),
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A row with where it belongs; ``kind`` of a session."""

    row: Row
    where: Waiting
    kind: str = ""


def read_sessions(session: Session, cases: ListCases) -> list[Placed]:
    """Sessions that are planned and not called off, by number; of several plans for one number the last counts."""
    oldest = country_day(session.at) - timedelta(days=PAST_DAYS)
    found = []
    for number, noun in sorted(planned_sessions(sayings_of(session.settings), cases.connection).items()):
        if noun.planned_on and noun.planned_on >= oldest:
            day = noun.planned_on
            row = {
                "name": number,
                "label": label(number, cases.places.get(noun.commune, ""), f"{day:%d/%m/%Y}"),
                "kind": noun.kind,
                "commune": noun.commune,
                "starts_on": day.isoformat(),
            }
            places = above(noun.commune, cases.parents) if noun.commune else ()
            where = Waiting(number, frozenset({noun.origin.zone}), places, {noun.kind: day})
            found.append(Placed(row, where, noun.kind))
    return found


def read_partners(cases: ListCases, written: Sequence[Row]) -> list[Row]:
    """The office's list with what the partner form added or changed; partners that have ended are left out."""
    found = {row["name"]: row for row in written}
    said = read_answers(cases.connection, "partner", PARTNER_PATHS)
    for one in sorted(said, key=lambda a: (str(a.submitted_at or ""), a.root_uuid)):
        if code := _text(one, "organisation/partner_code"):
            found[code] = _partner(code, one)
    return [row for code, row in sorted(found.items()) if row.get("state") != "ended"]


def _partner(code: str, said: Answers) -> Row:
    sectors = said.values.get("organisation/sectors", ())
    return {
        "name": code,
        "label": free_of_numbers(_text(said, "organisation/partner_label")) or code,
        "category": _text(said, "organisation/category"),
        "expert_type": _text(said, "organisation/expert_type"),
        "sector": sectors[0] if len(sectors) == 1 else "",
        "commune": _text(said, "where/partner_commune"),
        "state": _text(said, "tie/partner_state"),
    }


def read_groups(cases: ListCases) -> list[Placed]:
    """Groups formed in a training that have a card and whose plan no committee has answered, by code."""
    keys = cases.codes
    found: dict[str, Placed] = {}
    for said in read_answers(cases.connection, "training", GROUP_PATHS):
        commune = _text(said, "session_place")
        for row in said.repeats.get(PROJECTS, ()):
            values = {path.rpartition("/")[2]: value for path, value in row.values.items()}
            code = str(values.get("project_code", "")).upper()
            if values.get("project_kind") == "collective" and is_code(code, PLAN) and _is_open(cases, code):
                people = [keys[one] for one in values.get("project_holders", ()) if one in keys]
                sector = str(values.get("project_sector", ""))
                shown = {"name": code, "label": cases.group_label(sector, people, commune), "commune": commune}
                places = above(commune, cases.parents) if commune else ()
                found[code] = Placed(shown | {"sector": sector}, Waiting(code, frozenset({said.zone}), places))
    return [found[code] for code in sorted(found)]


def _is_open(cases: ListCases, code: str) -> bool:
    """Not drafted yet, or still on its way to a committee."""
    return code not in cases.plans or bool({"review", "committee"} & cases.plans[code].steps.keys())


def within(placed: Iterable[Placed], reach: Reach, kinds: Sequence[str] = ()) -> tuple[list[Row], int]:
    """Rows of one zone, and how many did not fit; of these kinds of session, or of all where none is named."""
    rows = [one.row for one in placed if (not kinds or one.kind in kinds) and reach.covers(one.where)]
    return rows[: reach.most], max(0, len(rows) - reach.most)


def written_rows(path: Path) -> tuple[list[Row], tuple[str, ...]]:
    """Rows and columns of a list of ``config/``; nothing where it is missing. Lines of comment are left out."""
    if not path.exists():
        return [], ()
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        rows = [{k: v or "" for k, v in row.items() if isinstance(k, str)} for row in reader]
        return [row for row in rows if row.get("name")], tuple(reader.fieldnames or ())


def _text(said: Answers, path: str) -> str:
    return str(said.values.get(path) or "")
