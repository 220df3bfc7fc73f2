"""Purchases, hand-over, checks and incidents; and visits to the business afterwards."""

from collections.abc import Iterator

from ...model.answers import Answers, Row
from ...model.installation import Given, Incident, Installation, Purchase, Quotation, Verified, Visit
from ...model.mention import Mention
from .asked import Asked
from .drafts import PLAN_REF, plan_meant
from .rosters import actors_of, good_of, rows_of, ticked, written_down
from .said import Said
from .sessions import ACTOR
from .who import WHO, person_met

INSTALLATION = (
    PLAN_REF,
    "day/: happened_on steps",
    "purchases/purchase/: bought_item bought_item_other bought_quantity bought_unit paid_xof ordered_on invoice_number",
    "purchases/vendor_facts/: vendor vendor_check vendor_checked_on vendor_declared",
    "purchases/quotations/quotation/: quoted_by quoted_xof quoted_days",
    "hand_over/certificate/: certificate_number hand_over_state allocation",
    "hand_over/items/item/: given_item given_item_other given_quantity given_unit given_tag given_condition"
    " given_value_xof",
    "hand_over/receivers/: receivers_listed",
    "hand_over/got/got_one/: got_card got_typed got_on_list got_name",
    "hand_over/proof/: receipt_proof witness_category certificate_photo",
    "contributions/contribution/: contribution_type contribution_verified contribution_seen_xof",
    "incidents/incident/: incident_kind incident_since incident_solved incident_solved_on",
    f"actors/actor/: {ACTOR}",
)
FOLLOW_UP_VISIT = (
    PLAN_REF,
    WHO,
    "visit/: visited_on wave outcome",
    "business/state/: business_state state_since",
    "business/workers/: workers_total",
    "business/together/: group_state",
    f"visitors/actor/: {ACTOR}",
)
ROSTER = ("got_card", "got_typed", "got_on_list", "got_name")


def read_installation(answers: Answers) -> Said:
    """What was bought, handed over, checked or went wrong on a day.

    Whether everybody received is asked by no form: who is told to have received, did.
    """
    asked = Asked(answers.values)
    code, version = plan_meant(asked)
    receivers = _receivers(answers, asked)
    noun = Installation(
        origin=answers.origin,
        plan_code=code,
        version=version,
        happened_on=asked.day("happened_on"),
        steps=asked.chosen("steps"),
        purchases=tuple(_purchase(answers, row, one) for row, one in rows_of(answers, "purchases")),
        certificate_number=asked.text("certificate_number"),
        hand_over_state=asked.text("hand_over_state"),
        allocation=asked.text("allocation"),
        items=tuple(_given(one) for _, one in rows_of(answers, "hand_over/items")),
        receivers=tuple(mention.mention_id for mention in receivers),
        receipt_proof=asked.text("receipt_proof"),
        witness_category=asked.text("witness_category"),
        has_certificate_photo=bool(asked.text("certificate_photo")),
        verified=tuple(_verified(one) for _, one in rows_of(answers, "contributions")),
        incidents=tuple(_incident(one) for _, one in rows_of(answers, "incidents")),
        actors=actors_of(answers, "actors"),
        received_at=answers.submitted_at,
    )
    return Said(receivers, (noun,))


def _receivers(answers: Answers, asked: Asked) -> tuple[Mention, ...]:
    on = asked.day("happened_on")

    def everybody() -> Iterator[Mention]:
        yield from (mention for _, mention in ticked(answers, "receivers_listed", "received", on))
        yield from (mention for _, mention in written_down(answers, "hand_over/got", ROSTER, "received", on))

    return tuple(everybody())


def _purchase(answers: Answers, row: Row, asked: Asked) -> Purchase:
    quotations = tuple(
        Quotation(one.text("quoted_by"), one.whole("quoted_xof"), one.whole("quoted_days"))
        for _, one in rows_of(answers, "purchases/quotations", row)
    )
    return Purchase(
        good_of(asked, "bought_item"),
        asked.text("bought_item_other"),
        asked.amount("bought_quantity"),
        asked.text("bought_unit"),
        asked.whole("paid_xof"),
        asked.day("ordered_on"),
        asked.text("vendor"),
        asked.text("vendor_check"),
        asked.day("vendor_checked_on"),
        asked.text("vendor_declared"),
        quotations,
        bool(asked.text("invoice_number")),
    )


def _given(asked: Asked) -> Given:
    return Given(
        good_of(asked, "given_item"),
        asked.text("given_item_other"),
        asked.amount("given_quantity"),
        asked.text("given_unit"),
        asked.text("given_condition"),
        asked.whole("given_value_xof"),
        bool(asked.text("given_tag")),
    )


def _verified(asked: Asked) -> Verified:
    kind, verified = asked.text("contribution_type"), asked.text("contribution_verified")
    return Verified(kind, verified, asked.whole("contribution_seen_xof"))


def _incident(asked: Asked) -> Incident:
    solved, solved_on = asked.flag("incident_solved"), asked.day("incident_solved_on")
    return Incident(asked.text("incident_kind"), asked.day("incident_since"), solved, solved_on)


def read_visit(answers: Answers) -> Said:
    """A follow-up visit to a business."""
    asked = Asked(answers.values)
    code, version = plan_meant(asked)
    on = asked.day("visited_on")
    mention = person_met(answers, "visited", on)
    visit = Visit(
        origin=answers.origin,
        plan_code=code,
        version=version,
        mention_id=mention.mention_id if mention else "",
        visited_on=on,
        wave=asked.text("wave"),
        outcome=asked.text("outcome"),
        business_state=asked.text("business_state"),
        state_since=asked.day("state_since"),
        group_state=asked.text("group_state"),
        workers=asked.whole("workers_total"),
        actors=actors_of(answers, "visitors"),
        received_at=answers.submitted_at,
    )
    return Said((mention,) if mention else (), (visit,))
