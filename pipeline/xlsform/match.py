"""Which question of a new edition is which of the old one: by path, then by place, then by words."""

from collections import Counter
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from pipeline.model.form import Question

Pairs = list[tuple[Question, Question]]
ALIKE = 0.85


def match_questions(old: Sequence[Question], new: Sequence[Question]) -> tuple[Pairs, list[Question], list[Question]]:
    """Pairs (old, new), the old ones without a partner, and the new ones without.

    The same path is the same question. A question whose name stands once on each side, elsewhere, was moved.
    One with the same type that took the same place with the same label was renamed.
    """
    by_path = {question.path: question for question in new}
    pairs = [(question, by_path[question.path]) for question in old if question.path in by_path]
    gone = [question for question in old if question.path not in by_path]
    known = {question.path for question in old}
    come = [question for question in new if question.path not in known]
    for is_same in (_is_moved, _is_renamed):
        found = _partners(gone, come, is_same)
        pairs += found
        left, right = {a.path for a, _ in found}, {b.path for _, b in found}
        gone = [question for question in gone if question.path not in left]
        come = [question for question in come if question.path not in right]
    return pairs, gone, come


def _partners(gone: Sequence[Question], come: Sequence[Question], is_same: Callable[..., bool]) -> Pairs:
    """Only where each is the other's one and only candidate: a guess would hide a removal."""
    candidates = [(a, b) for a in gone for b in come if is_same(a, b)]
    left, right = Counter(a.path for a, _ in candidates), Counter(b.path for _, b in candidates)
    return [(a, b) for a, b in candidates if left[a.path] == 1 and right[b.path] == 1]


def _is_moved(old: Question, new: Question) -> bool:
    return old.name == new.name


def _is_renamed(old: Question, new: Question) -> bool:
    if old.type != new.type or old.path.rpartition("/")[0] != new.path.rpartition("/")[0]:
        return False
    if old.labels or new.labels:
        return _words_alike(old, new)
    return old.calculation is not None and old.calculation == new.calculation


def _words_alike(old: Question, new: Question) -> bool:
    shared = [language for language in old.labels if language in new.labels]
    return any(_is_alike(old.labels[language], new.labels[language]) for language in shared)


def _is_alike(one: str, other: str) -> bool:
    # The quick bounds first: a rewritten form has thousands of pairs, and almost none of them are near.
    matcher = SequenceMatcher(None, one, other)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE
