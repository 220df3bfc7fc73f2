"""Which plan a submission speaks of: its code as on the newest card, or the submission itself where there is none."""

from collections.abc import Mapping

from ...model.answers import Origin

_UNCODED = "UUID:"


def plan_code(written: str, aliases: Mapping[str, str]) -> str:
    """A code in capitals without spaces, on the newest card of the plan; '' stays ''.

    A plan without a card is named by its submission (``where_said``): so it stands on tablets' lists, and so it is
    found again.

    Args:
        aliases: the newer code by the replaced one, in capitals; may lead on from card to card. Where cards replace
            each other in a circle, the first of them in the alphabet stands for all.
    """
    code = "".join(written.split()).upper()
    if code.startswith(_UNCODED):
        return code.lower()
    seen = [code]
    while (newer := aliases.get(seen[-1], seen[-1])) not in seen:
        seen.append(newer)
    return min(seen[seen.index(newer) :])


def where_said(origin: Origin) -> str:
    """The name of a plan without a code: its submission, so that it is never mixed with another, nor lost."""
    return f"{origin.root_uuid}#{origin.row}" if origin.row else origin.root_uuid
