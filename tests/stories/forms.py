"""Forms about plans, meetings and goods, in few words; a story changes what it is about."""

from collections.abc import Mapping, Sequence
from typing import Any

from .sent import AWA, MEETING, PLAN, Sent, sent, usual_answers


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
