"""A row of a list the office already had, read as the form that would have asked the same."""

from dataclasses import replace

from ...model.answers import Answers
from ...model.mention import Mention, Told
from .arrival import read_registration
from .drafts import read_draft
from .said import Said

PERSONS, PLANS = "imported_persons", "imported_plans"
"""Stages that stand for lists."""


def read_imported(answers: Answers, source: str) -> Said:
    """What the row says; the numbers of one list are no numbers of another.

    Args:
        answers: the row, by the questions of ``registration`` or ``business_plan``.
        source: what the list is called; before the number it makes the external id.
    """
    if answers.stage == PLANS:
        return read_draft(answers)
    said = read_registration(answers)
    return Said(tuple(_imported(mention, source) for mention in said.mentions), said.nouns)


def _imported(mention: Mention, source: str) -> Mention:
    external = f"{source}/{mention.external_id}" if mention.external_id else ""
    told = tuple(Told(t.field, external, t.question) if t.field == "external_id" else t for t in mention.told)
    return replace(mention, role="imported", external_id=external, told=told)
