"""All rules in the order of the practice: from eligibility to the follow-up of an installed business."""

from . import (
    arrival,
    ceilings,
    contribution,
    counselling,
    eligibility,
    holders,
    order,
    orientation,
    plan,
    prices,
    procurement,
    purchases,
    sessions,
    surveys,
    training,
)
from .rule import Rule

RULES: tuple[Rule, ...] = (
    *arrival.RULES,
    *eligibility.RULES,
    *counselling.RULES,
    *orientation.RULES,
    *sessions.RULES,
    *training.RULES,
    *holders.RULES,
    *plan.RULES,
    *contribution.RULES,
    *ceilings.RULES,
    *procurement.RULES,
    *prices.RULES,
    *purchases.RULES,
    *surveys.RULES,
    *order.RULES,
)

BY_ID = {rule.id: rule for rule in RULES}
