"""Which form gets which cases: a table of the practice; a form it does not know is shown everybody of its zone."""

from collections.abc import Mapping

PLANS: Mapping[str, str] = {
    "procurement_review": "review",
    "committee": "committee",
    "installation": "installation",
    "follow_up": "visit",
}
"""Stage → what a plan must wait for to be on its list."""

PEOPLE: Mapping[str, str] = {
    "immediate_follow_up": "immediate_follow_up",
    "counselling": "counselling",
    "orientation": "orientation",
    "training": "training",
    "business_plan": "plan",
    "satisfaction": "satisfaction",
    "sustainability": "sustainability",
}
"""Stage → what a person must wait for."""

HOLDERS = frozenset({"installation", "follow_up"})
"""Stages whose people are the holders of the plans on their list."""

SESSIONS: Mapping[str, tuple[str, ...]] = {
    "counselling": ("orientation",),
    "orientation": ("orientation",),
    "training": ("training",),
    "committee": ("committee",),
    "focus_group": ("focus_group",),
}
"""Stage → kinds of planned sessions."""

ANY = ""
"""Whatever they wait for, or nothing."""
