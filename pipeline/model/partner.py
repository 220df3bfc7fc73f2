"""An organisation that is invited: what it knows, and where it works. Whom to call there is not told here."""

from typing import NamedTuple


class Partner(NamedTuple):
    """An organisation of the partner list.

    Attributes:
        code: of the list.
        category: local_authority, civil_society, technical_expert, other_partner; '' where not said.
        expert_type: of a technical expert; '' otherwise.
        sectors: what it knows of; empty where none is named.
        commune: place of any level; '' where it works everywhere.
        is_active: False once the partnership is paused or has ended.
    """

    code: str
    label: str
    category: str
    expert_type: str = ""
    sectors: tuple[str, ...] = ()
    commune: str = ""
    is_active: bool = True
