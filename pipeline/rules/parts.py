"""The parts of the practice, in order: under which heading each rule is told."""

from dataclasses import dataclass

from .practice import RULES
from .rule import Rule


@dataclass(frozen=True, slots=True)
class Part:
    """One part; ``topics`` are the first words of its rules' ids."""

    fr: str
    en: str
    topics: tuple[str, ...]

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Its rules, in the practice's order."""
        return tuple(rule for rule in RULES if rule.topic in self.topics)


PARTS = (
    Part("Arrivée et suivi immédiat", "Arrival and immediate follow-up", ("arrival",)),
    Part("Éligibilité : le retour et le souhait", "Eligibility: the return and the wish", ("eligibility",)),
    Part("Conseil individuel", "Individual counselling", ("counselling",)),
    Part("Orientation", "Orientation", ("orientation",)),
    Part("Formation", "Training", ("training",)),
    Part("Plan d'affaire et porteurs", "Business plan and its holders", ("plan",)),
    Part("Contribution des porteurs", "The holders' contribution", ("contribution",)),
    Part("Plafonds, revue d'acquisition et prix", "Ceilings, procurement review and prices",
         ("ceilings", "procurement", "prices")),
    Part("Comité de sélection", "Selection committee", ("committee", "decision", "amendment")),
    Part("Achats et installation", "Purchases and installation", ("installation", "purchases")),
    Part("Suivi et satisfaction", "Follow-up and satisfaction", ("visits", "group", "surveys")),
    Part("Ordre des étapes et dates", "Order of the steps and dates", ("order",)),
)  # fmt: skip
