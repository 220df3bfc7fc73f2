"""One submission of a story: filled in by the engine of the tablets, decoded, and typed as the database holds it.

Whatever a story does not speak of is answered as in ``tests/golden/journeys``.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from pipeline.model.answers import Answers
from pipeline.model.decoded import Item
from tests.forms.forms import FRENCH, ROOT, engine_of, with_check

from .typed_rows import answers_of

AWA, BOUKARY, ISSA = "P9MK6DYD", "PM4N2YVY", "P98RHKV5"
PLAN, OTHER_PLAN = with_check("B234567"), with_check("B765432")
MEETING = "C-2019-08-GARANGO"
GARANGO = "BF-BLG-garango"


@dataclass(frozen=True)
class Sent:
    """One submission.

    Attributes:
        told: answers by path, as a person gives them.
        opened: when the form was opened, by the tablet's own clock (UTC); ``closed`` an hour later.
        older: answers of an older form or of another app, which today's form would refuse, put in once it is typed:
            by path, or by (repeat, position, path).
        received: when the server got it; the evening of that day unless it is said.
    """

    form: str
    told: Mapping[str, Any]
    opened: datetime
    tablet: str = "1"
    older: Mapping[tuple[str, int, str] | str, Any] = field(default_factory=dict)
    received: datetime | None = None

    @property
    def instance_id(self) -> str:
        """The same for the same tablet, form and moment: a story told twice is the same story."""
        return f"uuid:{self.form}-{self.opened:%Y%m%dT%H%M}-{self.tablet}"

    def as_document(self) -> str:
        """What the tablet sends; the form must take every answer, and miss none."""
        engine = engine_of(self.form)
        closed = self.opened + timedelta(hours=1)
        filled = engine.fill(self.told, now=self.opened, end=closed, language=FRENCH, instance_id=self.instance_id)
        assert filled.complete, (self.form, filled.refused, filled.unanswered_required)
        assert not filled.unreached, (self.form, filled.unreached)
        return filled.xml

    def typed(self) -> Answers:
        """Its answers as the database holds them."""
        body = _document(self.form, json.dumps(dict(self.told), default=str), self.opened, self.tablet)
        item = Item(
            self.instance_id, self.instance_id, 1, f"{self.form}/garango", "garango", "1",
            self.received or self.opened + timedelta(hours=9), body.encode(), "xml",
        )  # fmt: skip
        said = answers_of(self.form, item)
        return replace(said, values=_with(said.values, self.older), repeats={
            path: tuple(row._replace(values=_with(row.values, self.older, path, row.position)) for row in rows)
            for path, rows in said.repeats.items()
        })  # fmt: skip


def _with(said: Mapping[str, Any], older: Mapping[Any, Any], repeat: str = "", position: int = 0) -> dict[str, Any]:
    """The answers of a submission, or of a row, with those that are put in; None takes one away."""
    here = {key[2]: value for key, value in older.items() if isinstance(key, tuple) and key[:2] == (repeat, position)}
    here |= {key: value for key, value in older.items() if isinstance(key, str) and not repeat}
    return {path: value for path, value in (dict(said) | here).items() if value is not None}


@cache
def _document(form: str, told: str, opened: datetime, tablet: str) -> str:
    return Sent(form, json.loads(told), opened, tablet).as_document()


@cache
def _usual(step: str) -> str:
    return (ROOT / f"tests/golden/journeys/{step}.json").read_text(encoding="utf-8")


def usual_answers(step: str) -> dict[str, Any]:
    """The answers of a step that the tablets' engine takes."""
    answers: dict[str, Any] = json.loads(_usual(step))["answers"]
    return answers


def at(when: str) -> datetime:
    """``2019-08-08`` is ten o'clock of that day; ``2019-08-08 14:30`` says the hour. UTC, as in Burkina Faso."""
    moment = datetime.fromisoformat(when)
    return (moment if " " in when else moment.replace(hour=10)).replace(tzinfo=UTC)


def sent(form: str, step: str, when: str, changes: Mapping[str, Any], **more: Any) -> Sent:
    """A form filled as in that step but for these changes; None takes an answer away."""
    told = {path: said for path, said in {**usual_answers(step), **changes}.items() if said is not None}
    return Sent(form, told, at(when), **more)
