"""Partners as the form ``partner`` describes them, over the list that the office laid down; no contact person."""

from collections.abc import Iterable, Mapping

from ...model.answers import Answers
from ...model.partner import Partner
from .asked import Asked

PARTNER = frozenset(
    {
        *(f"organisation/{one}" for one in ("partner_on_list", "partner_code_new", "partner_code", "partner_label")),
        *(f"organisation/{one}" for one in ("category", "expert_type", "sectors")),
        *(f"where/{one}" for one in ("partner_commune", "partner_province", "partner_region")),
        "tie/partner_state",
    }
)
"""Questions that are read."""


def read_partner(answers: Answers) -> Partner | None:
    """The organisation; None where the form does not say which one."""
    asked = Asked(answers.values)
    code = asked.text("partner_code") or asked.text("partner_on_list") or asked.text("partner_code_new")
    place = next((p for level in ("commune", "province", "region") if (p := asked.text(f"partner_{level}"))), "")
    if not code:
        return None
    return Partner(
        code,
        asked.text("partner_label"),
        asked.text("category"),
        asked.text("expert_type"),
        asked.chosen("sectors"),
        place,
        asked.text("partner_state") in {"", "active"},
    )


def listed_partner(row: Mapping[str, str]) -> Partner:
    """The organisation of one row of ``config/partners.csv``."""
    said = {name: (row.get(name) or "").strip() for name in ("name", "label", "category", "expert_type", "commune")}
    sectors = tuple((row.get("sector") or "").split())
    return Partner(said["name"], said["label"], said["category"], said["expert_type"], sectors, said["commune"])


def all_partners(listed: Iterable[Partner], told: Iterable[Partner]) -> tuple[Partner, ...]:
    """Every active organisation by code; what a form says of one holds over the list, where it says something.

    Args:
        told: by the forms, oldest first: the latest word on each organisation counts.
    """
    found = {one.code: one for one in listed}
    for one in told:
        before = found.get(one.code)
        found[one.code] = one if before is None else _over(before, one)
    return tuple(one for _, one in sorted(found.items()) if one.is_active)


def _over(before: Partner, one: Partner) -> Partner:
    said = {name: value for name, value in one._asdict().items() if value not in ("", ())}
    return before._replace(**said)
