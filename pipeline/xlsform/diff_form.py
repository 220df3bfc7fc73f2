"""What changed in a form as a whole and in its choice lists between two editions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.model.form import Choice, Form

from .change import Change
from .match import Pairs


def form_changes(old: Form, new: Form) -> Iterator[Change]:
    """Changes of id, languages, files, repeats and encryption."""
    yield from _identity(old, new)
    yield from _languages(old, new)
    for name in sorted({*old.media} - {*new.media}):
        yield _file_removed(name)
    for name in sorted({*new.media} - {*old.media}):
        yield Change("file added", name, "care", f"The form needs the file '{name}'.", "It must be attached too.")
    paths = {repeat.path for repeat in new.repeats}
    for repeat in old.repeats:
        if repeat.path not in paths:
            what = f"The repeat '{repeat.path}' is gone or has another name."
            yield Change("repeat removed", repeat.path, "breaking", what, "Its table fills no more.")


def _file_removed(name: str) -> Change:
    what = f"The file '{name}' is no longer attached."
    if name.lower().endswith((".csv", ".xml", ".geojson")):
        why = "Whatever reads it finds nothing: choices disappear and look-ups are empty."
        return Change("file removed", name, "breaking", what, why)
    return Change("file removed", name, "safe", what, "A picture or sound is not shown any more.")


def list_changes(old: Form, new: Form, pairs: Pairs, readers: Mapping[str, Sequence[str]]) -> Iterator[Change]:
    """Choices that went, came or were reworded, per list that a question used before and uses still.

    Args:
        old: the deployed edition.
        new: the one to deploy.
        pairs: questions that are the same in both.
        readers: by path in the old edition, what downstream reads the question.
    """
    used: dict[str, dict[str, None]] = {}
    for before, after in pairs:
        if before.choice_list and before.choice_list == after.choice_list:
            used.setdefault(before.choice_list, {}).update(dict.fromkeys(readers.get(before.path, ())))
    for name, read_by in used.items():
        for change in _choices(name, old.lists.get(name, ()), new.lists.get(name, ())):
            yield replace(change, readers=tuple(read_by))


def _choices(name: str, before: tuple[Choice, ...], after: tuple[Choice, ...]) -> Iterator[Change]:
    there, here = {c.name: c for c in before}, {c.name: c for c in after}
    for code in there:
        if code not in here:
            why = "Old answers carry a code that no label explains; nobody can choose it any more."
            yield Change("choice removed", name, "breaking", f"'{code}' is gone from the list '{name}'.", why)
        elif _reworded(there[code], here[code]):
            why = "If it means something else now, old and new answers must not be added up."
            what = f"'{code}' of the list '{name}' has another label."
            yield Change("choice label changed", name, "care", what, why)
    for code in here:
        if code not in there:
            why = "Nobody could choose it before; counts over time jump."
            yield Change("choice added", name, "safe", f"'{code}' is new in the list '{name}'.", why)


def _reworded(before: Choice, after: Choice) -> bool:
    """A language that came or went is told once for the whole form, not for every choice."""
    return any(before.labels[lang] != after.labels[lang] for lang in before.labels if lang in after.labels)


def _identity(old: Form, new: Form) -> Iterator[Change]:
    if old.title != new.title:
        yield Change("title changed", "", "safe", f"The title is now '{new.title}'.", "Tablets show the new one.")
    if old.encrypted != new.encrypted:
        what = "Submissions will arrive encrypted." if new.encrypted else "Submissions will no longer be encrypted."
        why = (
            "Nothing can be read without the key." if new.encrypted else "Anybody with access to the server reads them."
        )
        yield Change("encryption changed", "", "breaking", what, why)


def _languages(old: Form, new: Form) -> Iterator[Change]:
    for language in old.languages:
        if language not in new.languages:
            why = "Tablets set to it show another language; label tables lose it."
            what = f"The language '{language or 'without a name'}' is gone."
            yield Change("language removed", "", "breaking" if language else "care", what, why)
    for language in new.languages:
        if language not in old.languages:
            what = f"The language '{language or 'without a name'}' is new."
            yield Change("language added", "", "safe", what, "Labels gain a language.")
