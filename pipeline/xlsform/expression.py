"""Expressions of an XForm as the workbook writes them: ``${age} > 17`` instead of `` /data/person/age  > 17``."""

import re

_NAME = r"[^\W\d][\w.\-]*"
_LITERAL = re.compile(r"""("[^"]*"|'[^']*')""")
_RELATIVE = re.compile(rf"\s?(?:current\(\)/)?(?:\.\./)+((?:{_NAME}/)*)({_NAME})\s?|\s?(?<![\w.\])])\./({_NAME})\s?")


def as_written(expression: str | None, root: str) -> str | None:
    """The expression with every path to a question replaced by ``${name}``; None stays None.

    The same question then reads the same in a workbook (root ``data``) and on KoBoToolbox (root = the
    project's uid), and does not seem to change because a group around it did.

    Args:
        expression: XPath as it stands in a bind.
        root: name of the primary instance's root element.
    """
    if expression is None:
        return None
    absolute = re.compile(rf"\s?(?<![\w.\])])/{re.escape(root)}/(?:{_NAME}/)*({_NAME})\s?")
    parts = _LITERAL.split(expression)
    for position in range(0, len(parts), 2):
        parts[position] = _RELATIVE.sub(_relative_name, absolute.sub(r"${\1}", parts[position]))
        parts[position] = re.sub(r"\s+", " ", parts[position])
    return "".join(parts).strip()


def _relative_name(found: re.Match[str]) -> str:
    return "${" + (found[2] or found[3]) + "}"
