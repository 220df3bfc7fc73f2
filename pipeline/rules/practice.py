"""All rules in the order of the practice: from eligibility to the follow-up of an installed business."""

from . import contribution
from .rule import Rule

RULES: tuple[Rule, ...] = (*contribution.RULES,)

BY_ID = {rule.id: rule for rule in RULES}
