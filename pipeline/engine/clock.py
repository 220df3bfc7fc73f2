"""The day a form believes it is: JavaRosa asks the machine's clock, a simulated enumerator of 2018 needs his own."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from .jvm import java

TODAY, NOW = "retour-today", "retour-now"

_EXPRESSION = re.compile(
    r"(\s(?:calculate|constraint|relevant|required|readonly|nodeset|value)\s*=\s*)(\"[^\"]*\"|'[^']*')"
)
_CALL_OR_TEXT = re.compile(r"'[^']*'|\"[^\"]*\"|&quot;.*?&quot;|&apos;.*?&apos;|(?<![\w.:$-])(today|now)\(\s*\)")


@dataclass(frozen=True, slots=True)
class Moment:
    """When the form is opened, and when it is finalised; both with an offset."""

    opened: datetime
    finalised: datetime

    @classmethod
    def of(cls, now: datetime | None, end: datetime | None) -> "Moment":
        """The caller's instants; without ``now`` the machine's, without ``end`` the same as ``now``. Naive is UTC."""
        opened = _aware(now or datetime.now(UTC))
        return cls(opened, _aware(end) if end else opened)


def with_own_clock(xform: str) -> str:
    """The form with ``today()`` and ``now()`` as XPath variables, in expressions only, never in texts.

    JavaRosa looks built-in functions up before any handler a client may register, but reads variables from its
    evaluation context: they cost no call back into Python. A form without these functions comes back untouched.
    """
    return _EXPRESSION.sub(_attribute, xform)


def set_clock(form: Any, moment: Moment) -> None:
    """From here on the form's ``today()`` and ``now()`` give this moment's day and instant."""
    context = form.getEvaluationContext()
    midnight = moment.opened.replace(hour=0, minute=0, second=0, microsecond=0)
    context.setVariable(TODAY, java_date(midnight))
    context.setVariable(NOW, java_date(moment.opened))


def java_date(instant: datetime) -> Any:
    """The same instant, to the millisecond, as Java holds it."""
    return java("java.util.Date")(round(instant.timestamp() * 1000))


def _attribute(found: re.Match[str]) -> str:
    name, quoted = found.groups()
    quote, expression = quoted[0], quoted[1:-1]
    return f"{name}{quote}{_CALL_OR_TEXT.sub(_call, expression)}{quote}"


def _call(found: re.Match[str]) -> str:
    function = found.group(1)
    return f"${TODAY if function == 'today' else NOW}" if function else found.group()


def _aware(instant: datetime) -> datetime:
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
