"""A whole column of answers becomes columns of values; a wrong answer is pointed at, never fatal.

Working by column and remembering each distinct answer is what makes 100,000 submissions a matter of seconds:
most answers of a form are the same few.
"""

from collections.abc import Callable, Sequence
from typing import Any

REMEMBERED = 16_384
"""Distinct answers a memory holds before it starts again; bounds what a long load keeps."""

Values = list[Sequence[Any]]
"""One sequence per column, all of the same length."""

Wrong = dict[int, str]
"""By row, words for what is wrong with the answer there."""


class Memory(dict[Any, Any]):
    """Answer → value, each distinct text converted once; a blank answer has the value ``nothing``.

    With ``remembered`` 0 every text is converted anew.
    """

    def __init__(
        self, convert: Callable[[str], Any], nothing: Any, absent: str | None = None, remembered: int = REMEMBERED
    ) -> None:
        """``absent``: what stands where a question was not answered, beside None, which JSON can say."""
        self._blank = dict.fromkeys((None, absent), nothing)
        super().__init__(self._blank)
        self._convert = convert
        self._nothing = nothing
        self._remembered = remembered

    def __missing__(self, answer: str) -> Any:
        stripped = answer.strip()
        value = self._convert(stripped) if stripped else self._nothing
        if self._remembered:
            if len(self) > self._remembered:
                self.clear()
                self.update(self._blank)
            self[answer] = value
        return value


def read_column(
    answers: Sequence[Any], memory: Memory | None, width: int, absent: str | None = None
) -> tuple[Values, Wrong]:
    """The value columns of one question, and its wrong rows (whose values are then ``absent``).

    Args:
        answers: by row: text, ``absent``, None, or whatever else stood in the JSON.
        memory: converts an answer to a value, or to a tuple of ``width`` values if that is above 1;
            None where text stays text.
        width: number of columns.
        absent: what no value is.
    """
    try:
        values = read_texts(answers, absent) if memory is None else list(map(memory.__getitem__, answers))
        wrong: Wrong = {}
    except (ValueError, TypeError, AttributeError):
        values, wrong = _read_one_by_one(answers, memory, width, absent)
    if width == 1:
        return [values], wrong
    return (list(zip(*values, strict=True)) if values else [()] * width), wrong


def read_texts(answers: Sequence[Any], absent: str | None) -> Sequence[str | None]:
    """The answers as they are, those of only spaces as ``absent``.

    Raises:
        TypeError: one of them is no text.
    """
    given = answers if absent is not None else [answer for answer in answers if answer is not None]
    if all(map(str.strip, given)):
        return answers
    return [answer if answer and answer.strip() else absent for answer in answers]


def _read_one_by_one(
    answers: Sequence[Any], memory: Memory | None, width: int, absent: str | None
) -> tuple[list[Any], Wrong]:
    nothing = absent if width == 1 else (absent,) * width
    values: list[Any] = []
    wrong: Wrong = {}
    for row, answer in enumerate(answers):
        value: Any = nothing
        try:
            text = _text_of(answer)
            if text and text.strip():
                value = text if memory is None else memory[text]
        except ValueError as error:
            wrong[row] = str(error)
        values.append(value)
    return values, wrong


def _text_of(answer: Any) -> str | None:
    """Numbers and truth values as the tablet would have written them: other exporters drop the quotes."""
    if answer is None or type(answer) is str:
        return answer
    if type(answer) is bool:
        return "true" if answer else "false"
    if type(answer) is int and abs(answer) < 10**30:
        return str(answer)
    raise ValueError("is a list, an object or an endless number where one answer belongs")
