"""The whole story of one person or one plan, and where each fact came from; who it is only where that is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from ..cards.replacing import newest_codes, read_replacements
from ..errors import SetupError
from ..model.answers import Origin
from ..model.person import Person, Value
from ..registry import people, stories
from .session import open_session
from .telling import Telling

AGAIN = "Read the code again; codes that became a person or a plan stand in the reports and lists."


@dataclass(frozen=True, slots=True)
class PersonStory:
    """One person: ``rows`` has events, memberships and mentions; ``person`` is what is known, names included."""

    person: Person
    rows: Mapping[str, stories.Rows]

    def document(self, *, identified: bool) -> dict[str, Any]:
        """For machines; values and the card's code only where ``identified``."""
        one = self.person
        found: dict[str, Any] = {
            "person_key": one.person_key,
            "standing": one.standing,
            "to_confirm": one.standing == "provisional",
        } | {part: [_without(row, identified) for row in rows] for part, rows in self.rows.items()}
        if identified:
            known = {name: [_said(v) for v in (k.held, *k.others)] for name, k in one.fields.items()}
            found |= {"code": one.code, "aliases": one.aliases, "known": known}
        return found


def read_person(folder: Path, telling: Telling, code: str) -> list[PersonStory]:
    """Whoever that code means: one person; two or more where clearly different people use one card.

    Raises:
        SetupError: nobody has this code.
    """
    with open_session(folder, telling, writes=False) as session, session.engine.connect() as connection:
        keys = person_keys(connection, code)
        if not keys:
            raise SetupError("code", "nobody is registered or spoken of under this code.", AGAIN)
        found = people.read_people(connection, sorted(keys))
        return [PersonStory(one, stories.person_rows(connection, one.person_key)) for one in found]


def read_plan(folder: Path, telling: Telling, code: str) -> Mapping[str, stories.Rows]:
    """The plan of that code: what it is, its members, versions with what changed, and what happened.

    Raises:
        SetupError: no submission speaks of such a plan.
    """
    with open_session(folder, telling, writes=False) as session, session.engine.connect() as connection:
        for one in (newest_code(connection, code), code):
            rows = stories.plan_rows(connection, one)
            if rows["plan"]:
                return rows
    raise SetupError("code", "no submission speaks of a plan with this code.", AGAIN)


def person_keys(connection: Connection, code: str) -> frozenset[str]:
    """Whoever that code means, of a card, of a list, or the random key itself; empty for nobody."""
    keys = people.keys_of_code(connection, newest_code(connection, code))
    keys |= people.keys_of_code(connection, code.upper())
    return keys | {one.person_key for one in people.read_people(connection, [code])}


def newest_code(connection: Connection, code: str) -> str:
    """The code of the card that is in the hand now."""
    written = "".join(code.split()).replace("-", "").upper()
    return newest_codes(read_replacements(connection)).get(written, written)


def _without(row: Mapping[str, Any], identified: bool) -> dict[str, Any]:
    return {name: value for name, value in row.items() if identified or name != "code"}


def _said(value: Value) -> dict[str, Any]:
    origin: Origin = value.origin
    return {"value": value.value, "stage": origin.stage, "root_uuid": origin.root_uuid, "question": value.question}
