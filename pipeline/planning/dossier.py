"""The committee's pack: what its members read about each plan, in French, by code and without a name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pipeline.model.finding import Finding
from pipeline.model.finding_words import counted
from pipeline.model.plan import Contribution, Line, Plan, Version
from pipeline.model.review import Review

from .printed import DASH, NO_BREAK, day, money, percent, quantity, typographic
from .remarks import SHOWN, remarks_of

Label = Callable[[str, str], str]
"""(list, choice) → its French label; the choice itself where the list does not know it."""
UNKNOWN = "non identifié"


@dataclass(frozen=True, slots=True)
class Row:
    """One budget line as it is printed; amounts as text."""

    item: str
    specification: str
    quantity: str
    price: str
    catalogue: str
    variance: str
    total: str


@dataclass(frozen=True, slots=True)
class Page:
    """One plan.

    Attributes:
        members: (code or name, role).
        contributions: (kind, what or '', value, how valued); ``waiver`` why there is none, '' where nobody said.
        verdict: of the last procurement review and its day, '' without; ``review`` also says which service made it.
        before: (day, decision, reasons) of earlier decisions, an adjournment for example.
        remarks: (outcome, rule's sentence, reasons) of findings that are broken or to be checked, the gravest first.
        overrides: (rule, declarer, reason, last day).
        points: how many remarks are broken and how many to be checked, for the summary.
    """

    code: str
    version: str
    made_by: str
    kind: str
    sector: str
    commune: str
    title: str
    waiting_since: str
    members: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    total: str
    contributions: tuple[tuple[str, str, str, str], ...]
    contribution_total: str
    contribution_share: str
    waiver: str
    verdict: str
    review: str
    review_total: str
    before: tuple[tuple[str, str, str], ...]
    remarks: tuple[tuple[str, str, str], ...]
    overrides: tuple[tuple[str, str, str, str], ...] = ()
    points: str = ""


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands on every page and on the first one.

    Attributes:
        place: name of the locality or of the meeting's commune; ``held_on`` '' where it is not fixed yet.
        meeting: its number, '' where it has none yet.
        invited: (family, sector, organisation).
        later: plans that wait for a further meeting.
        total / holders: of all plans, as text.
        with_names: the programme's setting allows names, and the pack says so.
        is_held: the meeting has taken place: nobody is invited any more.
        warning: '' or that the data are synthetic.
    """

    programme: str
    implementer: str
    donor: str
    place: str
    meeting: str
    held_on: str
    made_on: str
    invited: tuple[tuple[str, str, str], ...]
    later: int = 0
    total: str = DASH
    holders: int = 0
    with_names: bool = False
    is_held: bool = False
    warning: str = ""


def document(cover: Cover, pages: Sequence[Page]) -> dict[str, Any]:
    """The whole pack as plain values for the template, with typographic apostrophes."""
    plans = [asdict(page) for page in pages]
    made: dict[str, Any] = typographic({"cover": asdict(cover), "plans": plans})
    return made


def page_of(
    plan: Plan,
    *,
    since: date | None,
    who: Mapping[str, str],
    findings: Sequence[Finding],
    sentences: Mapping[str, str],
    overrides: Sequence[tuple[str, str, str, str]],
    label: Label,
    number: int | None = None,
    meeting: str = "",
    with_names: bool = False,
) -> Page:
    """One plan as the members will read it.

    Args:
        since: when it began to wait; None where it does not.
        who: by person key: the code, and the name beside it where the programme's settings allow names.
        sentences: each rule's own, in French, by its id.
        label: of the forms' choices, of catalogue items (list ``catalogue``) and of places (list ``places``).
        number: the version that a held meeting decided about; None for the latest.
        meeting: that meeting, whose own decision is not told beforehand, nor what came later.
        with_names: titles and contributions are free text and may hold a name.
    """
    version = version_shown(plan, number)
    draft = next((d for d in reversed(plan.drafts) if version and d.version <= version.number), None)
    review = plan.reviews[-1] if plan.reviews else None
    brought = version.contributions if version else ()
    present = [m for m in plan.members if m.until is None]
    remarks = remarks_of(findings, sentences)
    told = [(sum(1 for one in remarks if one[0].startswith(SHOWN[outcome])), outcome) for outcome in SHOWN]
    return Page(
        code=plan.code,
        version=str(version.number) if version else "",
        made_by={"procurement": "prix corrigés par l'acquisition", "committee": "amendé par le comité"}.get(
            version.made_by if version and not version.draft else "", ""
        ),
        kind=label("plan_kinds", plan.kind) or DASH,
        sector=label("sectors", plan.sector) or DASH,
        commune=label("places", plan.commune) or DASH,
        title=draft.title if draft and with_names else "",
        waiting_since=day(since) if since else "",
        members=tuple((who.get(m.person_key, UNKNOWN), label("member_roles", m.role)) for m in present),
        rows=tuple(_row(line, label) for line in (version.lines if version else ())),
        total=money(version.total if version else None),
        contributions=tuple(_brought(c, label, with_names) for c in brought),
        contribution_total=money(version.contribution_total if version else None),
        contribution_share=_share(version),
        waiver=label("waivers", draft.waiver) if draft and not brought else "",
        verdict=f"{_verdict(review, label)}, {day(review.reviewed_on)}" if review else "",
        review=_reviewed(review, label) if review else "",
        review_total=money(review.reviewed_total) if review else DASH,
        before=_decided(plan, meeting, label),
        remarks=remarks,
        overrides=tuple(overrides),
        points=" · ".join(counted(number, outcome, "fr") for number, outcome in told if number),
    )


def version_shown(plan: Plan, number: int | None = None) -> Version | None:
    """The version of that number, else the latest; None of a plan that nobody drafted."""
    named = next((v for v in plan.versions if v.number == number), None)
    return named or (plan.versions[-1] if plan.versions else None)


def _decided(plan: Plan, meeting: str, label: Label) -> tuple[tuple[str, str, str], ...]:
    """Each once: two tablets may both have written it."""
    told: dict[tuple[str, str, str], None] = {}
    for held, one in plan.decisions:
        if meeting and held.meeting_id == meeting:
            break
        reasons = ", ".join(label("refusal_reasons", reason) for reason in one.reasons)
        told[day(held.held_on), label("decisions_list", one.decision), reasons] = None
    return tuple(told)


def _verdict(review: Review, label: Label) -> str:
    return label("review_verdicts", review.verdict) or "Sans avis"


def _reviewed(review: Review, label: Label) -> str:
    wanted = sum(1 for line in review.lines if line.specification_state == "to_specify")
    told = [_verdict(review, label), label("reviewer_roles", review.reviewer_role)]
    told += [f"{wanted} ligne(s) à préciser"] if wanted else []
    return f"{', '.join(filter(None, told))}, le {day(review.reviewed_on)}"


def _brought(one: Contribution, label: Label, with_names: bool) -> tuple[str, str, str, str]:
    kind = label("contribution_types", one.kind) or DASH
    return kind, one.item if with_names else "", money(one.value), label("valuations", one.valuation) or "non dit"


def _share(version: Version | None) -> str:
    if version is None or not version.total or not version.contribution_total:
        return ""
    return f"{round(version.contribution_total / version.total * 100)}{NO_BREAK}%"


def _row(line: Line, label: Label) -> Row:
    item = label("catalogue", line.item) if line.item not in {"", "other"} else line.item_other
    known = line.catalogue_price
    told = line.quantity is not None and line.unit_price is not None
    total = Decimal(line.quantity or 0) * (line.unit_price or 0) if told else line.total
    unit = label("units", line.unit)
    return Row(
        item=item or DASH,
        specification=line.specification or DASH,
        quantity=f"{quantity(line.quantity)}{NO_BREAK}{unit}".strip(),
        price=money(line.unit_price),
        catalogue=money(known),
        variance=percent(line.unit_price, known),
        total=money(total),
    )
