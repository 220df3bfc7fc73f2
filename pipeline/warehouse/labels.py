"""What questions and choices are called, per language, and which questions are open, from all editions of a form."""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection

from pipeline.model.form import Form, Privacy

from .replacing import replace_changed
from .schemas import schema_of
from .tables import choice_label, choice_of, open_question, question_label

_DECIDED: frozenset[Privacy] = frozenset({"identity", "sensitive", "text"})


def open_paths(forms: Sequence[Form]) -> frozenset[str]:
    """Paths of the questions whose answers may leave the identified schemas.

    Open is what the newest edition that has the question says is open, unless any edition ever said identity,
    sensitive or text: the answers of both stand in one column, and the stricter word wins. ``closed`` alone is no
    decision, so a programme that forgot ``privacy`` can still open a question later.

    Args:
        forms: all editions of a stage, oldest first.
    """
    newest: dict[str, Privacy] = {}
    refused = set()
    for form in forms:
        for question in form.questions:
            newest[question.path] = question.privacy
            if question.privacy in _DECIDED:
                refused.add(question.path)
    return frozenset(path for path, privacy in newest.items() if privacy == "open") - refused


def load_labels(connection: Connection, stage: str, forms: Sequence[Form]) -> int:
    """The label tables hold what these editions say, a newer one over an older; only differences are written.

    Choices and questions that a newer edition no longer has keep their last label: old answers still use them.
    A restricted stage opens no question.

    Args:
        forms: all editions of the stage, of all its deployments, oldest first.

    Returns:
        Rows written or removed.
    """
    here = {"stage": stage}
    opened = open_paths(forms) if schema_of(connection, stage) == "answers" else frozenset()
    written = replace_changed(connection, open_question, here, ((stage, path) for path in opened))
    written += replace_changed(connection, question_label, here, _question_rows(stage, forms))
    written += replace_changed(connection, choice_label, here, _choice_rows(stage, forms))
    return written + replace_changed(connection, choice_of, here, _list_rows(stage, forms))


def sort_key(label: str) -> str:
    """What to order by, so that ``Élevage`` stands beside ``elevage``: the database has no French collation."""
    plain = unicodedata.normalize("NFKD", label.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()


def _question_rows(stage: str, forms: Iterable[Form]) -> Iterable[tuple[Any, ...]]:
    found = {}
    for form in forms:
        named = [(q.path, q.labels, q.hints) for q in form.questions] + [(r.path, r.labels, {}) for r in form.repeats]
        for path, labels, hints in named:
            for language in {*labels, *hints}:
                texts = (_storable(labels.get(language, "")), _storable(hints.get(language, "")))
                found[stage, path, language] = texts
    return [key + texts for key, texts in found.items()]


def _choice_rows(stage: str, forms: Iterable[Form]) -> Iterable[tuple[Any, ...]]:
    found = {}
    for form in forms:
        for list_name, choices in form.lists.items():
            for position, choice in enumerate(choices, start=1):
                for language, label in choice.labels.items():
                    clean = _storable(label)
                    found[stage, list_name, _storable(choice.name), language] = (clean, position, sort_key(clean))
    return [key + texts for key, texts in found.items()]


def _list_rows(stage: str, forms: Iterable[Form]) -> Iterable[tuple[Any, ...]]:
    return {(stage, q.path, q.choice_list) for form in forms for q in form.questions if q.choice_list}


def _storable(label: str) -> str:
    """PostgreSQL cannot hold NUL, and UTF-8 no half of a surrogate pair."""
    return label.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()
