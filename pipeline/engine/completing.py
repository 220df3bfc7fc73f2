"""Answers a story gives, and seeded plausible ones where the story is silent and the form insists."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from .plausible import ATTEMPTS, Plausible
from .respondent import UNSAID, GivenAnswers, Question, Unsaid
from .values import Value


class Completing(GivenAnswers):
    """Given answers first; a required question nobody speaks of gets a plausible answer drawn from the seed.

    The story is never altered: a given answer that is refused stays refused and is reported, one that is never
    asked for is reported too, optional questions stay blank, and a repeat has exactly the rows that were given.
    """

    attempts = ATTEMPTS

    def __init__(self, given: Mapping[str, Any], seed: int, today: date) -> None:
        """``given`` in the shape of ``GivenAnswers``; drawn dates lie around ``today``."""
        super().__init__(given)
        self._plausible = Plausible(seed, today)

    def answer(self, question: Question, scope: Mapping[str, Any]) -> Value | Unsaid:
        """What is given under the question's path; else a plausible answer if the form requires one."""
        if question.path in scope or not question.required:
            return super().answer(question, scope)
        drawn = self._plausible.answer(question, 0)
        return UNSAID if drawn is None else drawn
