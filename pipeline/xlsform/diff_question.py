"""What changed in one question between two editions."""

from collections.abc import Iterator, Sequence

from pipeline.model.form import Form, Privacy, Question

from .change import Change, Kind, Weight
from .constraint import is_tightened

# From nobody may see it to everybody may.
OPENNESS: tuple[Privacy, ...] = ("closed", "identity", "sensitive", "text", "open")
# A wider type takes every answer of the narrower one: only the column has to grow.
SAME_COLUMN = {
    ("select_one", "text"), ("barcode", "text"), ("text", "barcode"), ("range", "decimal"),
    ("calculate", "text"), ("hidden", "text"), ("calculate", "hidden"), ("hidden", "calculate"),
}  # fmt: skip
"""Type changes after which answers still go to the column they went to; any other gives a new column beside it."""


def question_changes(
    before: Question, after: Question, old: Form, new: Form, read_by: tuple[str, ...]
) -> Iterator[Change]:
    """Everything that differs between a question and itself one edition later.

    Args:
        before: in the old edition.
        after: in the new one.
        old: the whole old edition.
        new: the whole new one.
        read_by: what downstream reads the question.
    """
    # An edition fetched from a server knows no privacy (pyxform drops the column): there is nothing to compare.
    knows_privacy = any(question.row for question in old.questions)
    for kind, weight, what, why in (
        *_place(before, after),
        *_type(before, after),
        *(_privacy(before, after) if knows_privacy else ()),
        *_answers(before, after),
        *_source(before, after, old, new),
        *_logic(before, after),
        *_looks(before, after, [lang for lang in new.languages if lang in old.languages]),
    ):
        yield Change(kind, before.path, weight, what, why, read_by)


_Difference = tuple[Kind, Weight, str, str]


def _place(before: Question, after: Question) -> Iterator[_Difference]:
    if before.path == after.path and before.repeat == after.repeat:
        return
    moved = f"'{before.path}' is now '{after.path}'."
    turned = _turned(before.repeat or "", after.repeat or "")
    if turned:
        yield turned, "breaking", moved, "One answer becomes many, or many become one: another table."
    elif before.name != after.name:
        yield "question renamed", "breaking", moved, "Answers go to a new column; the old one fills no more."
    else:
        yield "question moved", "breaking", moved, "The path is the key of the answer: it goes to a new column."


def _turned(before: str, after: str) -> Kind | None:
    """Whether the question went a repeat deeper or came out of one; None if it did neither."""
    if before != after and f"{after}/".startswith(f"{before}/" if before else ""):
        return "moved into a repeat"
    if before != after and f"{before}/".startswith(f"{after}/" if after else ""):
        return "moved out of a repeat"
    return None


def _type(before: Question, after: Question) -> Iterator[_Difference]:
    if before.type == after.type:
        if before.or_other and not after.or_other:
            why = "Free answers have no place any more."
            yield "choice removed", "breaking", "or_other is gone.", why
        return
    what = f"The type was {before.type} and is {after.type}."
    if (before.type, after.type) in SAME_COLUMN:
        yield "type changed", "care", what, "Old and new answers share one column; who computes with them should look."
    else:
        yield "type changed", "breaking", what, "New answers go to a new column; the old one fills no more."


def _privacy(before: Question, after: Question) -> Iterator[_Difference]:
    if before.privacy == after.privacy:
        return
    what = f"The privacy was {before.privacy} and is {after.privacy}."
    if after.privacy == "open":
        yield "privacy loosened", "breaking", what, "All answers ever given, old ones too, become visible to analysts."
    elif OPENNESS.index(after.privacy) > OPENNESS.index(before.privacy):
        yield "privacy loosened", "care", what, "The answer is held less closely; it still does not reach analysts."
    else:
        yield "privacy tightened", "care", what, "Reports that show it will lose it."


def _answers(before: Question, after: Question) -> Iterator[_Difference]:
    if before.constraint != after.constraint:
        yield _constraint(before.constraint, after.constraint)
    if after.required and not before.required:
        yield "required added", "care", "It is required now.", "A tablet refuses to go on where it was left empty."
    elif before.required and not after.required:
        yield "required removed", "care", "It is no longer required.", "Answers may be missing from now on."


def _constraint(before: str | None, after: str | None) -> _Difference:
    if before is None:
        what = f"Answers must fulfil: {after}"
        return "constraint added", "breaking", what, "Edits of old submissions and drafts on tablets can be refused."
    if after is None:
        return "constraint removed", "care", f"No longer checked: {before}", "Any answer is taken now."
    what = f"The constraint was: {before}; it is: {after}"
    tightened = is_tightened(before, after)
    if tightened:
        return "constraint tightened", "breaking", what, "Answers that were right are refused, in edits and drafts too."
    why = "More answers are taken than before." if tightened is False else "Look whether right answers are now refused."
    return "constraint changed", "care", what, why


def _source(before: Question, after: Question, old: Form, new: Form) -> Iterator[_Difference]:
    """Where the choices come from: another list, another file, another filter."""
    was, now = before.file or before.choice_list, after.file or after.choice_list
    if was and now and was != now:
        # A list renamed with all its choices kept is the same list.
        names = {choice.name for choice in old.lists.get(before.choice_list or "", ())}
        kept = {choice.name for choice in new.lists.get(after.choice_list or "", ())}
        weight: Weight = "safe" if names and names == kept else "care" if names and names < kept else "breaking"
        why = (
            "The same codes can mean something else." if weight == "breaking" else "All old codes are in the new list."
        )
        yield "list swapped", weight, f"The choices came from '{was}' and come from '{now}'.", why
    if before.choice_filter != after.choice_filter:
        what = f"The filter was: {before.choice_filter or 'none'}; it is: {after.choice_filter or 'none'}"
        yield "filter changed", "care", what, "Other choices are shown for the same answers before."


def _logic(before: Question, after: Question) -> Iterator[_Difference]:
    if before.relevant != after.relevant:
        what = f"It was shown if: {before.relevant or 'always'}; now if: {after.relevant or 'always'}"
        yield "relevance changed", "care", what, "It is empty for other people than before."
    if before.calculation != after.calculation:
        what = f"The calculation was: {before.calculation or 'none'}; it is: {after.calculation or 'none'}"
        yield "calculation changed", "care", what, "Old submissions keep the old result."
    if before.default != after.default:
        what = f"It started with: {before.default or 'nothing'}; now with: {after.default or 'nothing'}"
        yield "default changed", "care", what, "An answer nobody touched is another one now."
    if before.readonly != after.readonly:
        what = "It cannot be changed by hand now." if after.readonly else "It can be changed by hand now."
        yield "readonly changed", "care", what, "Who decides the answer has changed."


def _looks(before: Question, after: Question, languages: Sequence[str]) -> Iterator[_Difference]:
    if before.appearance != after.appearance:
        what = f"The appearance was '{before.appearance}' and is '{after.appearance}'."
        yield "appearance changed", "safe", what, "Answers are the same."
    for kind, was, now in (("label", before.labels, after.labels), ("hint", before.hints, after.hints)):
        changed = [language for language in languages if was.get(language, "") != now.get(language, "")]
        if changed:
            what = f"The {kind} changed ({', '.join(language or 'no language' for language in changed)})."
            weight: Weight = "care" if kind == "label" else "safe"
            why = "If it asks something else now, old and new answers must not be added up."
            yield ("label changed" if kind == "label" else "hint changed"), weight, what, why
