"""Purchases: enough quotations for the amount, nothing split to stay under it, suppliers looked at."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.model.answers import Origin
from pipeline.model.case import PlanCase
from pipeline.model.finding import Fact
from pipeline.model.installation import Purchase

from .policy import Policy
from .rule import Ground, Verdict, rule
from .words import money

SOURCE = "domaine, section 2.5"


class Bought(NamedTuple):
    """A purchase, where it was said, and which one of its submission it is."""

    purchase: Purchase
    origin: Origin
    about: str


def bought(case: PlanCase) -> tuple[Bought, ...]:
    """Every purchase of the plan, in order of arrival."""
    return tuple(
        Bought(purchase, done.origin._replace(row=f"purchases/{number}"), f"{done.origin.root_uuid} {number}")
        for done in case.plan.installations
        for number, purchase in enumerate(done.purchases, 1)
    )


def supplier_of(name: str) -> str:
    """A supplier's name to compare by: case and spaces do not make two of one."""
    return " ".join(name.casefold().split())


def _none() -> Verdict:
    return Ground().not_applicable("Aucun achat pour l'instant.", "No purchase so far.")


@rule(
    "purchases.quotations",
    "plan",
    severity="blocking",
    rows=(71, 73),
    fr="À partir du montant fixé, un achat repose sur des cotations de fournisseurs différents.",
    en="From the set amount on, a purchase rests on quotations of different suppliers.",
    source=SOURCE + " : procurement_threshold ; seuils non publiés",
    thresholds=("purchases.quotations_from_xof", "purchases.quotations"),
)
def has_enough_quotations(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """Suppliers are counted, not papers: two offers of one supplier are one."""
    every = bought(case)
    if not every:
        yield _none()
    for one in every:
        day = one.purchase.ordered_on
        start, needed = policy.at("purchases.quotations_from_xof", day), policy.value("purchases.quotations", day)
        offers = {supplier_of(q.supplier) for q in one.purchase.quotations if q.supplier.strip()}
        facts = (
            Fact("payé", "paid", "—" if one.purchase.paid is None else money(one.purchase.paid), one.origin),
            Fact("fournisseurs consultés", "suppliers asked", len(offers), one.origin),
        )
        ground = Ground(facts, day, start, one.about)
        if start is None or start.value is None or needed is None:
            yield ground.not_applicable("Aucun seuil fixé ce jour-là.", "No threshold was set on that day.")
        elif one.purchase.paid is None:
            yield ground.unknown("Le montant payé manque.", "The amount paid is missing.")
        elif one.purchase.paid < start.value:
            below = money(start.value)
            yield ground.not_applicable(f"Moins de {below}.", f"Less than {below}.")
        elif len(offers) >= needed:
            yield ground.met(f"{len(offers)} fournisseurs consultés.", f"{len(offers)} suppliers asked.")
        else:
            yield ground.broken(
                f"{money(one.purchase.paid)} avec {len(offers)} fournisseur(s) consulté(s) sur {needed}.",
                f"{money(one.purchase.paid)} with {len(offers)} of {needed} suppliers asked.",
                "Joindre les cotations manquantes au formulaire d'installation.",
                "Add the missing quotations to the installation form.",
            )


@rule(
    "purchases.not_split",
    "plan",
    severity="warning",
    rows=(71,),
    fr="Un achat n'est pas partagé pour rester sous le seuil : même plan, même fournisseur, même semaine.",
    en="A purchase is not split to stay under the threshold: same plan, same supplier, same week.",
    source=SOURCE + " : « split purchases (same plan, vendor, week) flagged »",
    thresholds=("purchases.quotations_from_xof",),
)
def is_not_split(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """Weeks are ISO weeks of the order; purchases that are each below the amount reach it together."""
    weeks: defaultdict[tuple[str, int, int], list[Bought]] = defaultdict(list)
    undated = 0
    for one in bought(case):
        if one.purchase.ordered_on and one.purchase.vendor.strip():
            year, week, _ = one.purchase.ordered_on.isocalendar()
            weeks[supplier_of(one.purchase.vendor), year, week].append(one)
        else:
            undated += 1
    if not weeks:
        yield (
            Ground().unknown("Ni date de commande ni fournisseur.", "Neither order day nor supplier.")
            if undated
            else _none()
        )
    for number, ((_, year, week), group) in enumerate(sorted(weeks.items(), key=lambda item: item[0]), 1):
        day = group[0].purchase.ordered_on
        start = policy.at("purchases.quotations_from_xof", day)
        paid = [one.purchase.paid or 0 for one in group]
        facts = tuple(Fact("payé", "paid", money(p), one.origin) for p, one in zip(paid, group, strict=True))
        ground = Ground(facts, day, start, f"{year}-S{week:02} fournisseur {number}")
        if start is None or start.value is None:
            yield ground.not_applicable("Aucun seuil fixé ce jour-là.", "No threshold was set on that day.")
            continue
        small = [amount for amount in paid if amount < start.value]
        if len(small) > 1 and sum(small) >= start.value:
            yield ground.broken(
                f"{len(small)} achats la même semaine chez le même fournisseur, {money(sum(small))} en tout.",
                f"{len(small)} purchases in one week from one supplier, {money(sum(small))} in all.",
                "Les traiter comme un seul achat, avec les cotations demandées pour ce montant.",
                "Treat them as one purchase, with the quotations asked for at that amount.",
            )
        else:
            yield ground.met("Aucun achat partagé.", "No purchase was split.")


@rule(
    "purchases.supplier_checked",
    "plan",
    severity="warning",
    rows=(72,),
    fr="Le fournisseur a été vérifié avant la commande, et l'agent a déclaré ses liens éventuels.",
    en="The supplier was checked before the order, and staff declared any tie to them.",
    source=SOURCE + " : « vendor due-diligence status and date … declare affiliations »",
)
def supplier_is_checked(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """A check dated after the order comes too late."""
    every = bought(case)
    if not every:
        yield _none()
    for one in every:
        p = one.purchase
        facts = (
            Fact("vérification", "check", p.vendor_check or "—", one.origin),
            Fact("vérifié le", "checked on", str(p.vendor_checked_on or "—"), one.origin),
        )
        ground = Ground(facts, p.ordered_on, about=one.about)
        if p.vendor_check == "not_needed":
            yield ground.not_applicable("Aucune vérification demandée.", "No check asked for.")
        elif not p.vendor_check:
            yield ground.unknown("La vérification n'est pas notée.", "The check is not written.")
        elif p.vendor_check == "done" and not (
            p.vendor_checked_on and p.ordered_on and p.vendor_checked_on > p.ordered_on
        ):
            yield ground.met("Fournisseur vérifié.", "Supplier checked.")
        else:
            yield ground.broken(
                "Fournisseur non vérifié avant la commande.",
                "Supplier not checked before the order.",
                "Vérifier le fournisseur, et noter le jour.",
                "Check the supplier, and write the day.",
            )


@rule(
    "purchases.from_catalogue",
    "plan",
    severity="information",
    rows=(73,),
    fr="Les lignes du plan viennent du catalogue des biens.",
    en="The plan's lines come from the catalogue of goods.",
    source="fiche #3, recommandation 2 : « identifiant directement les biens demandés »",
    thresholds=("purchases.catalogue_share",),
)
def comes_from_catalogue(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """The share of lines with an item of the catalogue, in the latest version."""
    version = case.plan.versions[-1] if case.plan.versions else None
    if version is None or not version.lines:
        yield Ground().unknown("Aucune ligne de budget.", "No budget line.")
        return
    wanted = policy.at("purchases.catalogue_share", version.on)
    matched = sum(1 for line in version.lines if line.item not in {"", "other"})
    facts = (Fact("lignes du catalogue", "lines of the catalogue", f"{matched}/{len(version.lines)}", version.origin),)
    ground = Ground(facts, version.on, wanted, f"v{version.number}")
    fr, en = f"{matched} ligne(s) sur {len(version.lines)}.", f"{matched} of {len(version.lines)} line(s)."
    if wanted is None or wanted.value is None:
        yield ground.not_applicable("Aucune part fixée.", "No share set.")
    elif matched >= wanted.value * len(version.lines):
        yield ground.met(fr, en)
    else:
        yield ground.broken(
            fr, en, "Proposer les biens qui manquent au catalogue.", "Propose the missing goods for the catalogue."
        )


RULES = (has_enough_quotations, is_not_split, supplier_is_checked, comes_from_catalogue)
