"""An XForm, from pyxform or from a server, becomes the Form that every other room works with."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from pipeline.model.form import Form, Question, Repeat

from .binds import Actions, Node, read_actions, read_nodes
from .body import SELECTS, Body, Control, read_body
from .choices import EXTERNAL_ITEMS, read_files, read_lists, read_media
from .expression import as_written
from .itext import read_texts
from .question_types import question_type
from .sheets import read_workbook
from .survey_rows import SurveyRow, known_privacy, survey_rows
from .xform_tree import XFormTree, first, local, parse_xform

_OTHER = re.compile(r"^selected\(\s*\S+\s*,\s*'other'\s*\)$")


def read_xform(xml: str, sheets: Mapping[str, Any] | None = None, name: str = "the XForm") -> Form:
    """The form an XForm describes.

    Args:
        xml: the document, compiled here or fetched from a server.
        sheets: the workbook it came from, as rows by heading; rows and privacy come from its ``survey``.
            Without it every question is closed.
        name: what messages call it.

    Raises:
        FormError: it is not an XForm.
    """
    form = form_of(parse_xform(xml, name), xml)
    return with_rows(form, survey_rows(read_workbook(sheets).sheets["survey"])) if sheets else form


def form_of(tree: XFormTree, xml: str) -> Form:
    """The form without what only its workbook knows."""
    texts = read_texts(tree)
    body = read_body(tree, texts)
    actions = read_actions(tree)
    files = read_files(tree)
    lists = read_lists(tree, body, texts)
    nodes = read_nodes(tree, frozenset(body.groups))
    questions = (_question(node, body, actions, files, lists, tree) for node in nodes)
    submission = first(tree.model, "submission")
    return Form(
        form_id=tree.root.get("id") or local(tree.root),
        title=tree.title,
        version=tree.root.get("version") or "",
        questions=_mark_others(tuple(questions)),
        repeats=tuple(Repeat(path, _repeat_around(path, body), labels) for path, labels in body.repeats.items()),
        lists=lists,
        languages=texts.languages,
        media=read_media(xml, body),
        xform=xml,
        encrypted=submission is not None and bool(submission.get("base64RsaPublicKey")),
    )


def with_rows(form: Form, rows: Iterable[SurveyRow]) -> Form:
    """The form with row numbers and privacy, joined to the survey sheet by path; what is not there stays closed."""
    by_path = {row.path: row for row in rows if row.path and not row.is_group}
    return replace(form, questions=tuple(_with_row(question, by_path) for question in form.questions))


def _with_row(question: Question, by_path: Mapping[str, SurveyRow]) -> Question:
    row = by_path.get(question.path)
    if row is None:
        parent = by_path.get(question.path.removesuffix("_other"))
        is_other = parent is not None and question.path.endswith("_other") and _asks_other(parent)
        # Nobody can write a privacy beside a question that or_other made. Its text is free: never open by itself.
        privacy = {"open": "text"}.get(parent.privacy, parent.privacy) if parent and is_other else ""
        return replace(question, row=parent.number, privacy=known_privacy(privacy)) if parent and is_other else question
    written = "text" if question.type == "note" and row.type == "text" else question.type
    asks_other = question.or_other or _asks_other(row)
    return replace(question, row=row.number, privacy=known_privacy(row.privacy), type=written, or_other=asks_other)


def _asks_other(row: SurveyRow) -> bool:
    return bool(re.search(r" (or_other|or other|or specify other)$", row.written_type))


def _question(
    node: Node,
    body: Body,
    actions: Actions,
    files: Mapping[str, str],
    lists: Mapping[str, Any],
    tree: XFormTree,
) -> Question:
    control = body.controls.get(node.path)
    root = local(tree.root)
    bind = node.bind
    file, choice_list = _choices_of(node.path, control, files, lists)
    return Question(
        path=node.path,
        type=question_type(node, control, actions),
        repeat=_repeat_around(node.path, body),
        labels=control.labels if control else {},
        hints=control.hints if control else {},
        choice_list=choice_list,
        file=file,
        required=bind.get("required", "false()") != "false()",
        readonly=bind.get("readonly", "false()") != "false()",
        relevant=as_written(bind.get("relevant"), root),
        constraint=as_written(bind.get("constraint"), root),
        calculation=as_written(bind.get("calculate") or actions.triggered.get(node.path), root),
        default=as_written(actions.first_values.get(node.path), root) or node.written or None,
        appearance=control.appearance if control else "",
        choice_filter=control.choice_filter if control else None,
    )


def _choices_of(
    path: str, control: Control | None, files: Mapping[str, str], lists: Mapping[str, Any]
) -> tuple[str | None, str | None]:
    """The file and the list a select's answers come from; at most one of them."""
    if control is None or (control.kind not in SELECTS and not control.is_external):
        return None, None
    file = control.search_file or (EXTERNAL_ITEMS if control.is_external else files.get(control.list_id or ""))
    name = control.list_id or path
    return file, None if file or name not in lists else name


def _repeat_around(path: str, body: Body) -> str | None:
    """The innermost repeat that ``path`` stands in, itself excluded."""
    parts = path.split("/")
    around = ("/".join(parts[:length]) for length in range(len(parts) - 1, 0, -1))
    return next((outer for outer in around if outer in body.repeats), None)


def _mark_others(questions: tuple[Question, ...]) -> tuple[Question, ...]:
    """A select has ``or_other`` if a text ``<path>_other`` shows only for the answer ``other``."""
    others = {q.path for q in questions if q.type == "text" and q.relevant and _OTHER.match(q.relevant)}
    return tuple(
        replace(q, or_other=True) if q.type in SELECTS.values() and f"{q.path}_other" in others else q
        for q in questions
    )
