"""Goods and papers: no more than was ordered, a complete certificate, and every holder's receipt."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from pipeline.model.case import PlanCase
from pipeline.model.finding import Fact

from .installation import hand_overs, nothing_installed
from .policy import Policy
from .rule import Ground, Verdict, rule
from .words import amount


@rule(
    "installation.not_more_than_ordered",
    "plan",
    severity="blocking",
    rows=(74,),
    fr="On ne remet pas plus que ce qui a été commandé.",
    en="No more is handed over than was ordered.",
    source="domaine, section 2.5 : « delivered ≤ ordered »",
)
def delivers_what_was_ordered(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """Quantities by item over all submissions together; where nothing was ordered yet it is unknown."""
    ordered: defaultdict[str, Decimal] = defaultdict(Decimal)
    given: defaultdict[str, Decimal] = defaultdict(Decimal)
    for installed in case.plan.installations:
        for purchase in installed.purchases:
            ordered[_item(purchase.item, purchase.item_other)] += purchase.quantity or 0
        for item in installed.items:
            given[_item(item.item, item.item_other)] += item.quantity or 0
    if not given:
        yield Ground().not_applicable("Rien n'a été remis.", "Nothing was handed over.")
        return
    over = [item for item, quantity in given.items() if quantity > ordered[item]]
    facts = tuple(
        Fact(
            f"article {n}, remis / commandé",
            f"item {n}, given / ordered",
            f"{amount(given[item])} / {amount(ordered[item])}",
            hand_over.origin,
        )
        for hand_over in hand_overs(case)[-1:]
        for n, item in enumerate(given, 1)
    )
    ground = Ground(facts, hand_overs(case)[-1].happened_on if hand_overs(case) else None)
    if not any(ordered.values()):
        yield ground.unknown(
            "Aucun achat n'est noté pour ces biens.",
            "No purchase is written for these goods.",
            "Envoyer le formulaire des achats.",
            "Send the form of the purchases.",
        )
    elif over:
        yield ground.broken(
            f"{len(over)} article(s) remis au-delà de la commande.",
            f"{len(over)} item(s) above what was ordered.",
            "Vérifier les quantités du certificat et des factures.",
            "Check the quantities of certificate and invoices.",
        )
    else:
        yield ground.met("Pas plus que commandé.", "No more than ordered.")


def _item(code: str, other: str) -> str:
    return code if code not in {"", "other"} else " ".join(other.casefold().split())


@rule(
    "installation.certificate",
    "plan",
    severity="blocking",
    rows=(44, 73),
    fr="Le certificat de remise est complet : numéro, date, biens, preuve de réception et témoin.",
    en="The hand-over certificate is complete: number, day, goods, proof of receipt and witness.",
    source="domaine, section 2.5 : PV de remise",
    outcomes=("met", "broken", "not_applicable"),
)
def certificate_is_complete(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """One verdict for each hand-over."""
    if not hand_overs(case):
        yield nothing_installed()
    for done in hand_overs(case):
        lacking = [
            words
            for words, there in (
                (("le numéro", "the number"), done.certificate_number),
                (("la date", "the day"), done.happened_on),
                (("les biens", "the goods"), done.items),
                (("la preuve de réception", "the proof of receipt"), done.receipt_proof not in {"", "none"}),
                (("le témoin", "the witness"), done.witness_category),
            )
            if not there
        ]
        ground = Ground(
            (Fact("certificat", "certificate", done.certificate_number or "—", done.origin),),
            done.happened_on,
            about=done.origin.root_uuid,
        )
        if lacking:
            yield ground.broken(
                f"Il manque {', '.join(w[0] for w in lacking)}.",
                f"Missing: {', '.join(w[1] for w in lacking)}.",
                "Compléter le formulaire d'après le certificat signé.",
                "Complete the form from the signed certificate.",
            )
        else:
            yield ground.met("Certificat complet.", "The certificate is complete.")


@rule(
    "installation.every_member_received",
    "plan",
    severity="blocking",
    rows=(44,),
    fr="Chaque porteur du plan figure parmi ceux qui ont reçu les biens.",
    en="Every holder of the plan is among those who received the goods.",
    source="domaine, section 2.5 : « hand-over to a group lists every member »",
)
def every_member_received(case: PlanCase, policy: Policy) -> Iterator[Verdict]:
    """Over all hand-overs; members on the day of the last one. A receiver nobody can identify proves nothing."""
    done = hand_overs(case)
    if not done:
        yield nothing_installed()
        return
    last = done[-1]
    day = last.happened_on
    present = {m.person_key for m in case.plan.members if day is None or m.holds_on(day)}
    persons = case.plan.persons or {}
    received = {persons.get(mention, "") for i in done for mention in i.receivers} - {""}
    facts = (
        Fact("porteurs", "holders", len(present), last.origin),
        Fact("porteurs qui ont reçu", "holders who received", len(present & received), last.origin),
        *(Fact("ont reçu", "received", "tous" if i.everybody else len(i.receivers), i.origin) for i in done),
    )
    ground = Ground(facts, day)
    mend = (
        "Remettre sa part à chaque porteur, et noter qui a reçu.",
        "Give every holder their share, and write who received.",
    )
    if any(i.everybody for i in done):
        yield ground.met("Tous les porteurs ont reçu.", "All holders received.")
    elif not present or "" in present:
        yield ground.unknown(
            "Un porteur du plan n'est pas identifié.", "A holder of the plan is not identified.", *mend
        )
    elif missing := present - received:
        yield ground.broken(
            f"{len(missing)} porteur(s) sur {len(present)} sans réception notée.",
            f"{len(missing)} of {len(present)} holder(s) without a receipt.",
            *mend,
        )
    else:
        yield ground.met(f"{len(present)} porteur(s) ont reçu.", f"{len(present)} holder(s) received.")


RULES = (delivers_what_was_ordered, certificate_is_complete, every_member_received)
