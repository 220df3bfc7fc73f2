"""What changed between the deployed edition of a form and the new one, and which changes break something."""

from collections.abc import Iterator, Mapping, Sequence

from pipeline.model.form import Form, Question

from .change import Change, Kind, Weight
from .diff_form import form_changes, list_changes
from .diff_question import question_changes
from .match import match_questions

Readers = Mapping[str, Sequence[str]]
SEVERITY: tuple[Weight, ...] = ("breaking", "care", "safe")
# Nothing is stored for these, so nothing is lost with them.
EMPTY = {"note"}


def compare_forms(old: Form, new: Form, readers: Readers | None = None) -> list[Change]:
    """Every change from ``old`` to ``new``, the breaking ones first; empty if a tablet would see no difference.

    Args:
        old: the deployed edition.
        new: what is about to be deployed.
        readers: by path in the old edition, what downstream reads the question
            (``{"age": ["column registration.age", "rule is_adult"]}``); removing one of them is always breaking.
    """
    known = readers or {}
    pairs, gone, come = match_questions(old.questions, new.questions)
    found = [*form_changes(old, new), *list_changes(old, new, pairs, known)]
    for before, after in pairs:
        found.extend(question_changes(before, after, old, new, tuple(known.get(before.path, ()))))
    found.extend(_removed(question, known) for question in gone)
    found.extend(_added(question) for question in come)
    found.extend(_reordered(old, new))
    return sorted(found, key=lambda change: SEVERITY.index(change.weight))


def is_breaking(changes: Sequence[Change]) -> bool:
    """Somebody has to accept at least one of them with a reason."""
    return any(change.weight == "breaking" for change in changes)


def _removed(question: Question, known: Readers) -> Change:
    read_by = tuple(known.get(question.path, ()))
    weight: Weight = "safe" if question.type in EMPTY and not read_by else "breaking"
    what = f"'{question.path}' ({question.type}) is gone."
    why = "New submissions have no answer there; the column stays and fills no more."
    return Change("question removed", question.path, weight, what, why, read_by)


def _added(question: Question) -> Change:
    kind: Kind = "question added"
    what = f"'{question.path}' ({question.type}) is new."
    if question.required and question.type not in EMPTY:
        why = "It is required; submissions from before it stay empty there."
        return Change(kind, question.path, "care", what, why)
    return Change(kind, question.path, "safe", what, "Submissions from before it are empty there.")


def _reordered(old: Form, new: Form) -> Iterator[Change]:
    """One change for a new order of the questions that stayed where they were."""
    before, after = [q.path for q in old.questions], [q.path for q in new.questions]
    there, here = set(before), set(after)
    if [path for path in before if path in here] != [path for path in after if path in there]:
        yield Change("order changed", "", "safe", "Questions come in another order.", "Answers are the same.")
