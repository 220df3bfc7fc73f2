"""An example: a case, the thresholds it is judged by, and how a rule's examples are written down."""

from typing import Any, NamedTuple

from pipeline.model.case import Case
from pipeline.rules.policy import Policy

from ..cases import policy


class Example(NamedTuple):
    """A case and what it is judged by."""

    case: Case
    policy: Policy


Examples = dict[str, dict[str, Example]]
"""By rule id, then by outcome."""


def by(**thresholds: Any) -> "With":
    """Examples of one rule under these thresholds, as ``tests.rules.cases.policy`` takes them."""
    return With(thresholds)


class With:
    """Thresholds that several examples share; ``without`` gives the one judged by others."""

    def __init__(self, thresholds: dict[str, Any]) -> None:
        self._policy = policy(**thresholds)

    def of(self, **cases: Any) -> dict[str, Example]:
        """The example of each outcome; a case that is an Example already keeps its own policy."""
        return {
            outcome: case if isinstance(case, Example) else Example(case, self._policy)
            for outcome, case in cases.items()
        }


def under(case: Case, **thresholds: Any) -> Example:
    """A case judged by thresholds of its own."""
    return Example(case, policy(**thresholds))
