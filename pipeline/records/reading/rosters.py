"""What several forms share: who came from which organisation, where it was, and people ticked on the tablet's list."""

from collections.abc import Iterator, Sequence
from datetime import date

from ...model.answers import Answers, Row
from ...model.code import PERSON, is_code
from ...model.mention import Mention, Role
from ...model.steps import Actor
from .asked import Asked
from .who import Code, code_of, person_on_row, says_somebody, tidy

OTHER = "other"
OTHER_ITEM = "other_item"
"""The catalogue's own code for a good it does not have; what it is stands in words beside it."""


def rows_of(answers: Answers, repeat: str, below: Row | None = None) -> Iterator[tuple[Row, Asked]]:
    """The rows of a repeat, or those below one row of the repeat around it."""
    for row in answers.repeats.get(repeat, ()):
        if below is None or row.parent_row_id == below.row_id:
            yield row, Asked(row.values)


def place_of(asked: Asked, *names: str) -> str:
    """The first code of these that was answered; a commune that no list has goes by its province's code for those."""
    return next((asked.text(name) for name in names if asked.text(name) not in ("", OTHER)), "")


def good_of(asked: Asked, name: str) -> str:
    """Code of the catalogue, or ``other`` where the catalogue lacks it."""
    code = asked.text(name)
    return OTHER if code == OTHER_ITEM else code


def actors_of(answers: Answers, repeat: str) -> tuple[Actor, ...]:
    """Everybody who came from an organisation, an authority or as an expert; no name of a person."""
    found = (asked for _, asked in rows_of(answers, repeat))
    return tuple(
        Actor(
            asked.text("actor_category") or asked.text("actor_new_category"),
            asked.text("actor_expert_type") or asked.text("actor_new_expert_type"),
            asked.text("actor_sector"),
            place_of(asked, "actor_partner"),
            asked.flag("actor_is_local"),
            asked.flag("actor_invited"),
            asked.text("actor_invited_for"),
            asked.flag("actor_attended"),
        )
        for asked in found
    )


def ticked(answers: Answers, question: str, role: Role, on: date | None) -> Iterator[tuple[str, Mention]]:
    """Code and mention of each person ticked on the tablet's list."""
    for place, code in enumerate(Asked(answers.values).chosen(question), 1):
        is_one = is_code(tidy(code), PERSON)
        written: Code = (tidy(code), "list") if is_one else ("", "")
        yield tidy(code), person_on_row(answers.origin, f"{question}/{place}", role, written, on)


def written_down(
    answers: Answers, repeat: str, names: Sequence[str], role: Role, on: date | None
) -> Iterator[tuple[Asked, Mention]]:
    """Each row of a roster that says somebody: scanned, typed, chosen, or by name.

    Args:
        names: of the four questions: card, typed code, choice from the list, name.
    """
    card, typed, listed, name = names
    for row, asked in rows_of(answers, repeat):
        if not says_somebody(asked, *names):
            continue
        code = code_of(asked, card, typed, listed)
        place = f"{repeat}/{row.position}"
        yield asked, person_on_row(answers.origin, place, role, code, on, asked.text(name), asked.path(name))
