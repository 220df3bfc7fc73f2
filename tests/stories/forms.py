"""The forms of the stories in few words: each is filled in as the real form asks, a story changes what it is about.

Whatever a story does not speak of is answered as in ``tests/golden/journeys``.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from pipeline.model.answers import Answers
from pipeline.model.decoded import Item
from tests.forms.forms import FRENCH, ROOT, engine_of, with_check

from .typed_rows import answers_of

AWA, BOUKARY, ISSA = "P9MK6DYD", "PM4N2YVY", "P98RHKV5"
PLAN, OTHER_PLAN = with_check("B234567"), with_check("B765432")
MEETING = "C-2019-08-GARANGO"
GARANGO = "BF-BLG-garango"


@dataclass(frozen=True)
class Sent:
    """One submission.

    Attributes:
        told: answers by path, as a person gives them.
        opened: when the form was opened, by the tablet's own clock (UTC); ``closed`` an hour later.
        older: answers of an older form or of another app, which today's form would refuse, put in once it is typed:
            by path, or by (repeat, position, path).
        received: when the server got it; the evening of that day unless it is said.
    """

    form: str
    told: Mapping[str, Any]
    opened: datetime
    tablet: str = "1"
    older: Mapping[tuple[str, int, str] | str, Any] = field(default_factory=dict)
    received: datetime | None = None

    @property
    def instance_id(self) -> str:
        """The same for the same tablet, form and moment: a story told twice is the same story."""
        return f"uuid:{self.form}-{self.opened:%Y%m%dT%H%M}-{self.tablet}"

    def as_document(self) -> str:
        """What the tablet sends; the form must take every answer, and miss none."""
        engine = engine_of(self.form)
        closed = self.opened + timedelta(hours=1)
        filled = engine.fill(self.told, now=self.opened, end=closed, language=FRENCH, instance_id=self.instance_id)
        assert filled.complete, (self.form, filled.refused, filled.unanswered_required)
        assert not filled.unreached, (self.form, filled.unreached)
        return filled.xml

    def typed(self) -> Answers:
        """Its answers as the database holds them."""
        body = _document(self.form, json.dumps(dict(self.told), default=str), self.opened, self.tablet)
        item = Item(
            self.instance_id, self.instance_id, 1, f"{self.form}/garango", "garango", "1",
            self.received or self.opened + timedelta(hours=9), body.encode(), "xml",
        )  # fmt: skip
        said = answers_of(self.form, item)
        return replace(said, values=_with(said.values, self.older), repeats={
            path: tuple(row._replace(values=_with(row.values, self.older, path, row.position)) for row in rows)
            for path, rows in said.repeats.items()
        })  # fmt: skip


def _with(said: Mapping[str, Any], older: Mapping[Any, Any], repeat: str = "", position: int = 0) -> dict[str, Any]:
    """The answers of a submission, or of a row, with those that are put in; None takes one away."""
    here = {key[2]: value for key, value in older.items() if isinstance(key, tuple) and key[:2] == (repeat, position)}
    here |= {key: value for key, value in older.items() if isinstance(key, str) and not repeat}
    return {path: value for path, value in (dict(said) | here).items() if value is not None}


@cache
def _document(form: str, told: str, opened: datetime, tablet: str) -> str:
    return Sent(form, json.loads(told), opened, tablet).as_document()


@cache
def _usual(step: str) -> str:
    return (ROOT / f"tests/golden/journeys/{step}.json").read_text(encoding="utf-8")


def usual_answers(step: str) -> dict[str, Any]:
    """The answers of a step that the tablets' engine takes."""
    answers: dict[str, Any] = json.loads(_usual(step))["answers"]
    return answers


def at(when: str) -> datetime:
    """``2019-08-08`` is ten o'clock of that day; ``2019-08-08 14:30`` says the hour. UTC, as in Burkina Faso."""
    moment = datetime.fromisoformat(when)
    return (moment if " " in when else moment.replace(hour=10)).replace(tzinfo=UTC)


def sent(form: str, step: str, when: str, changes: Mapping[str, Any], **more: Any) -> Sent:
    """A form filled as in that step but for these changes; None takes an answer away."""
    told = {path: said for path, said in {**usual_answers(step), **changes}.items() if said is not None}
    return Sent(form, told, at(when), **more)


def arrived(who: str = AWA, on: str = "2019-06-04", flight: str = "2019-06-02", *, flagged: bool = False) -> Sent:
    """Somebody back from Libya is registered on the day of return to the commune."""
    worries = {"person/situation/vulnerabilities": ["single_parent"] if flagged else ["none"]}
    return sent("registration", "shop_survives_a_year/01_registration", on, {
        "arrival/person_code": who, "arrival/returned_on": flight, "arrival/returned_to_commune_on": on,
        "person/identity/given_names": f"Prénom {who[1:3]}", **worries,
    }, tablet=who)  # fmt: skip


def followed_up(on: str, who: str = AWA) -> Sent:
    """A visit soon after arrival."""
    return sent("immediate_follow_up", "single_mother/03_immediate_follow_up", on, {
        "who/person_card": who, "who/person_confirmed": "yes", "visit/visited_on": on, "next_visit/visit_again_on": None,
    })  # fmt: skip


def counselled(on: str = "2019-06-15", who: str = AWA, wish: str = "own_business") -> Sent:
    """An individual talk: the person can trade, wants to, and asks for the livestock service."""
    need = "counsel/partners_needed/need"
    return sent("counselling", "shop_survives_a_year/02_counselling", on, {
        "who/person_card": who, "talk/counselled_on": on, "counsel/wishes/wish": wish,
        "counsel/partners_needed": [{f"{need}/needed_expert": "livestock", f"{need}/needed_sector": "livestock"}],
    }, tablet=who)  # fmt: skip


def oriented(on: str = "2019-07-04", *who: str) -> Sent:
    """A session of one day in Garango."""
    people = who or (AWA,)
    choice = {"content/choices/choice/choice_pathway": "own_business", "content/choices/choice/choice_sector": "trade",
              "content/choices/choice/choice_knows_after": "yes"}  # fmt: skip
    row, there = "content/actors/actor", "content/actors/actor_presence"
    expert = {
        f"{row}/actor_organisation": "Service de l'élevage", f"{row}/actor_new_category": "technical_expert",
        f"{row}/actor_new_expert_type": "livestock", f"{row}/actor_sector": "livestock", f"{row}/actor_is_local": "yes",
        f"{there}/actor_invited": "yes", f"{there}/actor_invited_for": "counselling_need",
        f"{there}/actor_attended": "yes",
    }  # fmt: skip
    return sent("orientation", "shop_survives_a_year/03_orientation", on, {
        "session/held_on": on, "session/ended_on": on, "content/roster/attendees": list(people),
        "content/choices": [choice for _ in people], "content/actors": [expert],
    })  # fmt: skip


def trained(day: int, on: str, *who: str) -> Sent:
    """One day of the training."""
    modules = ["bookkeeping", "management", "spirit", "business_plan"]
    return sent("training", "shop_survives_a_year/05_training", on, {
        "session/held_on": on, "session/training_day": str(day), "content/roster/attendees": list(who or (AWA,)),
        "content/lessons/modules": modules,
    })  # fmt: skip


def good(item: str, quantity: float, price: int, unit: str = "head") -> dict[str, Any]:
    """A budget line; an item in capitals is none of the catalogue's."""
    row = "budget_lines/line"
    other = {f"{row}/item_other": item.lower()} if item.isupper() else {}
    return {
        f"{row}/item_code": "other_item" if other else item, **other, f"{row}/specification": "vacciné, de 12 mois",
        f"{row}/quantity": quantity, f"{row}/unit": unit, f"{row}/unit_price_xof": price,
    }  # fmt: skip


RAMS = good("ram", 3, 55000)


def drafted(
    on: str = "2019-07-22",
    *who: str,
    plan: str = PLAN,
    version: int = 1,
    reason: str = "",
    lines: Sequence[Mapping[str, Any]] = (RAMS,),
    **more: Any,
) -> Sent:
    """A plan: one holder is individual, several are a group. Three rams, unless it says otherwise."""
    people = who or (AWA,)
    roles = ["lead", *["member"] * (len(people) - 1)]
    members = [{"members/member/member_code": code, "members/member/member_role": role}
               for code, role in zip(people, roles, strict=True)]  # fmt: skip
    changes = {
        "plan/plan_code": plan, "plan/plan_version": version, "plan/drafted_on": on, "plan/sector": "livestock",
        "plan/plan_kind": "individual" if len(people) == 1 else "collective", "members": members,
        "budget_lines": list(lines), **({"plan/version_reason": reason} if reason else {}),
    }  # fmt: skip
    changes |= more.pop("changes", {})
    return sent("business_plan", "shop_survives_a_year/09_business_plan", on, changes, **({"tablet": plan} | more))


def reviewed(
    on: str = "2019-07-30",
    *,
    version: int = 1,
    verdict: str = "conforming",
    plan: str = PLAN,
    opened: str = "",
    lines: Sequence[tuple[str, float, int, int | None]] = (("ram", 3, 55000, None),),
    **more: Any,
) -> Sent:
    """Procurement looks at each line: (item, quantity, price asked, price found; None where it is right)."""
    rows = []
    for item, quantity, asked, found in lines:
        right = {"lines/line/price_state": "ok"} if found is None else {
            "lines/line/price_state": "too_low" if asked < found else "too_high",
            "lines/line/reviewed_price_xof": found, "lines/line/price_source": "quotation",
        }  # fmt: skip
        rows.append({
            "lines/line/line_item": item, "lines/line/specification_state": "ok", "lines/line/line_quantity": quantity,
            "lines/line/asked_price_xof": asked, **right, "lines/line_supply/locally_available": "yes",
            "lines/line_supply/delay_days": 7,
        })  # fmt: skip
    back = {"verdict/return_reasons": ["price"]} if verdict == "returned" else {}
    return sent("procurement_review", "group_of_four_in_livestock/08_procurement_review", opened or on, {
        "plan_ref/plan_card": plan, "plan_ref/plan_version": version, "review/reviewed_on": on, "lines": rows,
        "verdict/review_verdict": verdict, **back,
    }, **({"tablet": f"{plan}-{version}"} | more))  # fmt: skip


def decision(plan: str = PLAN, said: str = "validated", *, version: int = 1, **changes: Any) -> dict[str, Any]:
    """A row of the committee's form; ``total`` and ``lines`` (item, kind, before, after) are an amendment's."""
    facts, verdict = "decisions/decision_facts", "decisions/verdict"
    row: dict[str, Any] = dict(usual_answers("group_of_four_in_livestock/09_committee")["decisions"][0])
    row |= {f"{facts}/decided_plan_code": plan, f"{facts}/decided_plan_version": version, f"{verdict}/decision": said}
    row |= {f"{facts}/conflict_of_interest": changes.pop("conflict", "no")}
    row |= {f"{facts}/abstentions": changes.pop("abstentions", 0)}
    if said in {"rejected", "adjourned"}:
        row[f"{verdict}/refusal_reasons"] = changes.pop("reasons", ["not_viable"])
    if said == "validated_amended":
        amended = "decisions/amended_lines/amended"
        row |= {f"{verdict}/amendment": "Voir les lignes", f"{verdict}/amended_total_xof": changes.pop("total")}
        row["decisions/amended_lines"] = [
            {f"{amended}/amended_item": item, f"{amended}/amended_kind": kind, f"{amended}/amended_after_xof": after,
             **({} if kind == "added" else {f"{amended}/amended_before_xof": before}),
             **({} if kind == "price" else {f"{amended}/amended_specification": "Selon le comité"})}
            for item, kind, before, after in changes.pop("lines")
        ]  # fmt: skip
    assert not changes, changes
    return row


def seat(category: str, *, sector: str = "", role: str = "voting") -> dict[str, Any]:
    """Somebody at the table, from outside the implementing organisation and from the place."""
    row = "committee_members/committee_member"
    kind = {"local_authority": {f"{row}/authority_role": "prefect"},
            "technical_expert": {f"{row}/expert_type": "livestock", f"{row}/expert_sector": sector}}  # fmt: skip
    return {
        f"{row}/committee_member_name": "Membre", f"{row}/actor_category": category, **kind.get(category, {}),
        f"{row}/affiliation": "Un service", f"{row}/is_implementer": "no", f"{row}/committee_role": role,
        f"{row}/is_local": "yes",
    }  # fmt: skip


PREFECT, ASSOCIATION = seat("local_authority"), seat("civil_society")
VET, TAILOR = seat("technical_expert", sector="livestock"), seat("technical_expert", sector="crafts")
TABLE = (PREFECT, ASSOCIATION, VET)


def met(
    on: str = "2019-08-08",
    *decisions: Mapping[str, Any],
    seats: Sequence[Mapping[str, Any]] = TABLE,
    meeting: str = MEETING,
    hours: tuple[str, str] = ("08:30", "12:00"),
    opened: str = "",
    **more: Any,
) -> Sent:
    """A meeting of the committee in Garango."""
    return sent("committee", "group_of_four_in_livestock/09_committee", opened or f"{on} 12:30", {
        "meeting/planned_meeting": None, "meeting/meeting_code": meeting, "meeting/held_on": on,
        "meeting/started_at": hours[0], "meeting/ended_at": hours[1], "committee_members": list(seats),
        "decisions": list(decisions or (decision(),)),
    }, **more)  # fmt: skip


def bought(
    item: str, quantity: float, paid: int, *, on: str = "2019-08-12", offers: int = 3, checked: str = "2019-08-10"
) -> dict[str, Any]:
    """A purchase with offers of so many suppliers, from a shop that was looked at on that day."""
    quoted, facts = "purchases/quotations/quotation", "purchases/vendor_facts"
    return {
        "purchases/purchase/bought_item": item, "purchases/purchase/bought_quantity": quantity,
        "purchases/purchase/bought_unit": "head", "purchases/purchase/paid_xof": paid,
        "purchases/purchase/ordered_on": on, f"{facts}/vendor": "Étoile", f"{facts}/vendor_check": "done",
        f"{facts}/vendor_checked_on": checked, f"{facts}/vendor_declared": "no",
        "purchases/quotations": [{f"{quoted}/quoted_by": f"Offre {n}", f"{quoted}/quoted_xof": paid + n}
                                 for n in range(offers)],
    }  # fmt: skip


def installed(
    on: str = "2019-08-20",
    *purchases: Mapping[str, Any],
    given: Sequence[tuple[str, float]] = (("ram", 3),),
    to: Sequence[str] = (AWA,),
    version: int = 1,
    plan: str = PLAN,
    seen: str = "yes",
    **more: Any,
) -> Sent:
    """Bought, handed over to these people, and the contribution looked at, all written on one day."""
    item = "hand_over/items/item"
    goods = [{f"{item}/given_item": code, f"{item}/given_quantity": n, f"{item}/given_unit": "head",
              f"{item}/given_condition": "new", f"{item}/given_value_xof": 50000} for code, n in given]  # fmt: skip
    row = "contributions/contribution"
    looked: dict[str, Any] = {f"{row}/contribution_type": "land_or_premises", f"{row}/contribution_verified": seen}
    looked |= (
        {} if seen == "no" else {f"{row}/contribution_seen_xof": 50000, f"{row}/contribution_valuation": "declared"}
    )
    return sent("installation", "group_of_four_in_livestock/10_installation", on, {
        "plan_ref/plan_card": plan, "plan_ref/plan_version": version, "day/happened_on": on,
        "purchases": list(purchases or (bought("ram", 3, 165000),)), "hand_over/items": goods, "hand_over/got":
        [{"hand_over/got/got_one/got_card": who} for who in to], "hand_over/receivers/receivers_listed": None,
        "contributions": [looked],
    }, **({"tablet": plan} | more))  # fmt: skip
