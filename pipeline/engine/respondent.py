"""Who answers: the protocol between the walk through a form and a person, a script or a seed."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol, final

from .values import Value

Scope = Any
"""Whatever a respondent keeps for one row of a repeat; the walk only hands it back."""


@final
class Unsaid:
    """Nothing is said of this question: a new form leaves it blank, an edited one keeps what stands there."""


UNSAID: Final = Unsaid()


@final
class Delete:
    """This row of a repeat goes away (editing only)."""


DELETE: Final = Delete()


class Question(Protocol):
    """A question while it is on the screen."""

    @property
    def path(self) -> str:
        """As KoBoToolbox keys it."""

    @property
    def kind(self) -> str:
        """See ``plan.Kind``."""

    @property
    def attempt(self) -> int:
        """0 at first; each refused answer adds one."""

    @property
    def required(self) -> bool:
        """Now, in this form as it stands."""

    def choices(self) -> tuple[str, ...]:
        """Names offered now, in the order of the screen."""


class Respondent(Protocol):
    """Answers one form."""

    attempts: int
    """How often a refused question is asked again, at least 1."""

    def start(self) -> Scope:
        """The scope of the questions outside repeats."""

    def answer(self, question: Question, scope: Scope) -> Value | Unsaid:
        """The answer to one question."""

    def row(self, repeat: str, index: int, scope: Scope, existing: bool) -> Scope | Delete | None:
        """The scope of row ``index`` (from 0), None for no more rows, DELETE to take an existing one out."""

    def counted_row(self, scope: Scope) -> Scope:
        """The scope of a row that the form's own count demands, and ``row`` did not want."""


class GivenAnswers:
    """Answers in the shape of KoBoToolbox's JSON: full paths as keys, a repeat as a list of such mappings.

    A row that is None takes that row out of an edited form. A path that is not mentioned is left as it stands.
    """

    attempts = 1

    def __init__(self, answers: Mapping[str, Any], editing: bool = False) -> None:
        """``editing``: rows that are not mentioned stay; in a new form the first, empty row goes."""
        self.answers, self.editing = answers, editing
        self.asked: set[tuple[int, str]] = set()

    def start(self) -> Mapping[str, Any]:
        """The mapping itself."""
        return self.answers

    def answer(self, question: Question, scope: Mapping[str, Any]) -> Value | Unsaid:
        """What the mapping says under the question's path."""
        if question.path not in scope:
            return UNSAID
        self.asked.add((id(scope), question.path))
        value: Value = scope[question.path]
        return value

    def row(self, repeat: str, index: int, scope: Mapping[str, Any], existing: bool) -> Any:
        """The mapping at that place of the list; an existing row beyond the list stays as it is."""
        rows: Sequence[Mapping[str, Any] | None] = scope.get(repeat) or ()
        self.asked.add((id(scope), repeat))
        if index >= len(rows):
            return {} if existing and self.editing else None
        row = rows[index]
        return DELETE if row is None else row

    def counted_row(self, scope: Mapping[str, Any]) -> Mapping[str, Any]:
        """Nothing is said in it."""
        return {}

    def unreached(self) -> tuple[str, ...]:
        """Paths that were given and never asked, sorted, each once."""
        return tuple(sorted(set(self._left(self.answers))))

    def _left(self, scope: Mapping[str, Any]) -> list[str]:
        left: list[str] = []
        for path, value in scope.items():
            if (id(scope), path) not in self.asked:
                left.append(path)
            elif isinstance(value, list | tuple) and value and isinstance(value[0], Mapping):
                left += [deeper for row in value if row is not None for deeper in self._left(row)]
        return left
