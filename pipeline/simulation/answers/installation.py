"""Purchases with their quotations, hand-overs with their certificate, contributions seen, incidents."""

import random
from datetime import date

from ..event import Answers
from ..people import Person
from ..plans import Line
from ..surveys import Installation
from .cards import listed, plan_card

PROVIDERS = ("Fournisseur A", "Fournisseur B", "Fournisseur C")


def purchase(installation: Installation, seed: int) -> Answers:
    """The day the goods were bought, and what went wrong with it."""
    plan = installation.plan
    chance = random.Random(f"purchase {seed} {plan.code}")
    version = plan.versions[-1]
    incidents = [_incident(chance, installation)] if installation.incident else []
    return plan_card(chance, plan, version.number) | {
        "day/happened_on": installation.bought_on,
        "day/steps": ["purchase", "incident"] if incidents else ["purchase"],
        "purchases": [_bought(chance, line, installation.ordered_on) for line in version.lines],
        **({"incidents": incidents} if incidents else {}),
    }


def _bought(chance: random.Random, line: Line, ordered_on: date) -> Answers:
    row, paid = "purchases/purchase", int(line.total * chance.uniform(0.92, 1.12)) // 100 * 100
    quoted = "purchases/quotations/quotation"
    offers = [paid, *(int(paid * chance.uniform(1.0, 1.25)) for _ in range(chance.randint(0, 2)))]
    return {
        f"{row}/bought_item": line.item,
        f"{row}/bought_quantity": line.quantity,
        f"{row}/bought_unit": line.unit,
        f"{row}/paid_xof": paid,
        f"{row}/ordered_on": ordered_on,
        "purchases/vendor_facts/vendor": PROVIDERS[0],
        "purchases/vendor_facts/vendor_check": "not_needed" if paid < 100_000 else "done",
        "purchases/vendor_facts/vendor_declared": chance.choice(("yes", "yes", "no")),
        "purchases/quotations": [
            {f"{quoted}/quoted_by": name, f"{quoted}/quoted_xof": price}
            for name, price in zip(PROVIDERS, offers, strict=False)
        ],
    }


def _incident(chance: random.Random, installation: Installation) -> Answers:
    row = "incidents/incident"
    solved = chance.random() < 0.7
    return {
        f"{row}/incident_kind": installation.incident,
        f"{row}/incident_words": "Signalé par le service acquisition",
        f"{row}/incident_since": installation.ordered_on,
        f"{row}/incident_solved": "yes" if solved else "no",
        **({f"{row}/incident_solved_on": installation.bought_on} if solved else {}),
    }


def hand_over(installation: Installation, day: date, lines: tuple[Line, ...], is_last: bool, seed: int) -> Answers:
    """Goods with their tags given before a witness; the holders' own contribution is looked at the last time."""
    plan = installation.plan
    chance = random.Random(f"hand-over {seed} {plan.code} {day}")
    group, is_group = "hand_over", len(plan.members) > 1
    answers = plan_card(chance, plan, plan.versions[-1].number) | {
        "day/happened_on": day,
        "day/steps": ["hand_over", "contribution_check"] if is_last else ["hand_over"],
        f"{group}/certificate/certificate_number": f"PVR-{plan.code}-{1 if not is_last else 2}",
        f"{group}/certificate/hand_over_state": "complete" if is_last else "partial",
        f"{group}/certificate/allocation": "group" if is_group else "named",
        f"{group}/items": [_item(chance, line, f"{plan.code}-{n}") for n, line in enumerate(lines, 1)],
        f"{group}/got": [_got(chance, member) for member in plan.members],
        f"{group}/proof/receipt_proof": chance.choice(("signature", "thumbprint")),
        f"{group}/proof/witness_category": chance.choice(("local_authority", "civil_society")),
        f"{group}/proof/witness_name": "Témoin de la commune",
        "picture/photo_consent": "no",
    }
    return answers | ({"contributions": [_seen(chance)]} if is_last else {})


def _item(chance: random.Random, line: Line, tag: str) -> Answers:
    row = "hand_over/items/item"
    return {
        f"{row}/given_item": line.item,
        f"{row}/given_quantity": line.quantity,
        f"{row}/given_unit": line.unit,
        f"{row}/given_tag": tag,
        f"{row}/given_condition": chance.choices(("new", "good", "faulty"), (80, 18, 2))[0],
        f"{row}/given_value_xof": line.total,
    }


def _got(chance: random.Random, member: Person) -> Answers:
    return listed(chance, member, "hand_over/got/got_one", "got")


def _seen(chance: random.Random) -> Answers:
    row, verified = "contributions/contribution", chance.choices(("yes", "partly", "no"), (75, 18, 7))[0]
    answers: Answers = {f"{row}/contribution_type": "labour", f"{row}/contribution_verified": verified}
    if verified != "no":
        answers[f"{row}/contribution_seen_xof"] = chance.randrange(10, 150) * 1000
    return answers
