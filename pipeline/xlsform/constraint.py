"""Whether a changed constraint refuses answers that the old one took, as far as its numbers tell."""

import re

_BOUND = re.compile(r"^\.\s*(<=|>=|<|>|=)\s*(-?\d+(?:\.\d+)?)$")
_LENGTH = re.compile(r"^string-length\(\s*\.\s*\)\s*(<=|>=|<|>|=)\s*(\d+)$")
_EVERYTHING = (float("-inf"), float("inf"))
Interval = tuple[float, float]


def is_tightened(old: str, new: str) -> bool | None:
    """True if the new constraint refuses something the old one took; False if not; None where nobody can tell.

    Comparisons of the answer or its length with numbers, joined by ``and``, are understood.
    """
    if _added_conditions(old, new):
        return True
    before, after = _bounds(old), _bounds(new)
    if before is None or after is None:
        return None
    subjects = {*before, *after}
    return any(_is_narrower(before.get(s, _EVERYTHING), after.get(s, _EVERYTHING)) for s in subjects)


def _added_conditions(old: str, new: str) -> bool:
    """The new one is the old one and something more."""
    parts, more = _conditions(old), _conditions(new)
    return set(parts) < set(more) and " or " not in f"{old} {new}"


def _conditions(text: str) -> list[str]:
    return [" ".join(part.split()) for part in re.split(r"\s+and\s+", text.strip())]


def _bounds(text: str) -> dict[str, Interval] | None:
    """The interval each subject is held in; None if any condition is not a comparison with a number."""
    found: dict[str, Interval] = {}
    for condition in _conditions(text):
        for subject, pattern in (("answer", _BOUND), ("length", _LENGTH)):
            match = pattern.match(condition)
            if match:
                low, high = found.get(subject, _EVERYTHING)
                found[subject] = _within(low, high, match[1], float(match[2]))
                break
        else:
            return None
    return found


def _within(low: float, high: float, sign: str, number: float) -> Interval:
    # An open end is a hair inside the closed one: enough to tell > 0 from >= 0.
    hair = 1e-9 * max(1.0, abs(number))
    ends = {
        ">=": (max(low, number), high),
        ">": (max(low, number + hair), high),
        "<=": (low, min(high, number)),
        "<": (low, min(high, number - hair)),
    }
    return ends.get(sign, (max(low, number), min(high, number)))


def _is_narrower(before: Interval, after: Interval) -> bool:
    return after[0] > before[0] or after[1] < before[1]
