"""A sample of hand-over certificates to call back: the same seed draws the same ones, whatever their order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from hashlib import blake2b

from pipeline.model.installation import Given, Installation
from pipeline.model.plan import Plan


@dataclass(frozen=True, slots=True)
class Certificate:
    """One hand-over to check with its receivers.

    Attributes:
        root_uuid: of the submission.
        state: partial or complete.
        receivers: person keys of who is told to have received; of all holders of that day where nobody is named.
        items: what the certificate says was handed over.
    """

    plan_code: str
    number: str
    handed_on: date | None
    commune: str
    state: str
    root_uuid: str
    receivers: tuple[str, ...]
    items: tuple[Given, ...]


def certificates(plans: Iterable[Plan]) -> tuple[Certificate, ...]:
    """Every hand-over of every plan, by plan and day."""
    found = [_certificate(plan, done) for plan in plans for done in plan.installations if "hand_over" in done.steps]
    return tuple(sorted(found, key=lambda one: (one.plan_code, one.handed_on or date.max, one.root_uuid)))


def draw(every: Iterable[Certificate], share: Decimal, seed: str) -> tuple[Certificate, ...]:
    """So large a part of them, rounded up: each is drawn by a number made of the seed and its own submission.

    A certificate that comes later changes no number of another, so a sample drawn before stays explainable.

    Args:
        share: above 0 and up to 1.
        seed: any text; another one, another sample.
    """
    listed = tuple(every)
    wanted = int((share * len(listed)).to_integral_value(ROUND_CEILING))
    drawn = sorted(listed, key=lambda one: _number(seed, one.root_uuid))[:wanted]
    return tuple(sorted(drawn, key=lambda one: (one.commune, one.plan_code, one.root_uuid)))


def _number(seed: str, root_uuid: str) -> bytes:
    return blake2b(f"{seed}\n{root_uuid}".encode(), digest_size=16).digest()


def _certificate(plan: Plan, done: Installation) -> Certificate:
    persons = plan.persons or {}
    named = {persons.get(mention, "") for mention in done.receivers} - {""}
    present = {m.person_key for m in plan.members if m.person_key and m.holds_on(done.happened_on)}
    return Certificate(
        plan.code,
        done.certificate_number,
        done.happened_on,
        plan.commune,
        done.hand_over_state,
        done.origin.root_uuid,
        tuple(sorted(named or present)),
        done.items,
    )
