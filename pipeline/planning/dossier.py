"""The committee's pack: what its members read about each plan, in French, by code and without a name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from pipeline.model.finding import Finding
from pipeline.model.plan import Line, Plan

Label = Callable[[str, str], str]
"""(list, choice) → its French label; the choice itself where the list does not know it."""
DASH, NARROW, NO_BREAK = "—", "\u202f", "\u00a0"
SHOWN = {"broken": "Non respecté", "unknown": "À vérifier"}
SEVERITY = {"blocking": 0, "warning": 1, "information": 2}


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
        review: verdict and day of the last procurement review, '' without.
        remarks: (outcome, reason) of findings that are broken or to be checked, the gravest first.
        overrides: (rule, declarer, reason, last day).
    """

    code: str
    version: str
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
    review: str
    review_total: str
    remarks: tuple[tuple[str, str], ...]
    overrides: tuple[tuple[str, str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands on every page and on the first one.

    Attributes:
        place: name of the locality or of the meeting's commune; ``held_on`` '' where it is not fixed yet.
        invited: (family, sector, organisation).
        warning: '' or that the data are synthetic.
    """

    programme: str
    implementer: str
    donor: str
    place: str
    held_on: str
    made_on: str
    invited: tuple[tuple[str, str, str], ...]
    warning: str = ""


def document(cover: Cover, pages: Sequence[Page]) -> dict[str, object]:
    """The whole pack as plain values for the template."""
    return {"cover": asdict(cover), "plans": [asdict(page) for page in pages]}


def page_of(
    plan: Plan,
    *,
    since: date | None,
    who: Mapping[str, str],
    findings: Sequence[Finding],
    overrides: Sequence[tuple[str, str, str, str]],
    label: Label,
    with_title: bool = False,
) -> Page:
    """One plan as the members will read it.

    Args:
        who: by person key: the code, or the name where the programme's settings allow names.
        label: of the forms' choices, of catalogue items (list ``catalogue``) and of places (list ``places``).
        with_title: titles are free text and may hold a name.
    """
    version = plan.versions[-1] if plan.versions else None
    draft = plan.drafts[-1] if plan.drafts else None
    review = plan.reviews[-1] if plan.reviews else None
    contributions = version.contributions if version else ()
    present = [m for m in plan.members if m.until is None]
    return Page(
        code=plan.code,
        version=str(version.number) if version else DASH,
        kind=label("plan_kinds", plan.kind) or DASH,
        sector=label("sectors", plan.sector) or DASH,
        commune=label("places", plan.commune) or DASH,
        title=draft.title if draft and with_title else "",
        waiting_since=day(since),
        members=tuple((who.get(m.person_key, "non identifié"), label("member_roles", m.role)) for m in present),
        rows=tuple(_row(line, label) for line in (version.lines if version else ())),
        total=money(version.total if version else None),
        contributions=tuple(
            (label("contribution_types", c.kind), c.item if with_title else "", money(c.value),
             label("valuations", c.valuation)) for c in contributions
        ),
        contribution_total=money(version.contribution_total if version else None),
        review=f"{label('review_verdicts', review.verdict)}, {day(review.reviewed_on)}" if review else "",
        review_total=money(review.reviewed_total) if review else DASH,
        remarks=_remarks(findings),
        overrides=tuple(overrides),
    )  # fmt: skip


def _remarks(findings: Sequence[Finding]) -> tuple[tuple[str, str], ...]:
    told = [one for one in findings if one.outcome in SHOWN and one.severity in SEVERITY]
    ordered = sorted(told, key=lambda one: (one.outcome != "broken", SEVERITY[one.severity]))
    return tuple(dict.fromkeys((SHOWN[one.outcome], one.reason_fr) for one in ordered))


def _row(line: Line, label: Label) -> Row:
    item = label("catalogue", line.item) if line.item not in {"", "other"} else line.item_other
    known = line.catalogue_price
    variance = ""
    if known and line.unit_price is not None:
        variance = f"{round((Decimal(line.unit_price) - known) / known * 100):+d}{NO_BREAK}%"
    quantity = f"{line.quantity.normalize():f}".replace(".", ",") if line.quantity is not None else DASH
    total = None if line.quantity is None or line.unit_price is None else line.quantity * line.unit_price
    unit = label("units", line.unit)
    return Row(
        item or DASH,
        line.specification,
        f"{quantity}{NO_BREAK}{unit}".strip(),
        money(line.unit_price),
        money(known),
        variance,
        money(total),
    )


def money(amount: Decimal | int | None) -> str:
    """``165 000``, whole francs; a dash for none."""
    if amount is None:
        return DASH
    return f"{int(Decimal(amount).quantize(Decimal(1), ROUND_HALF_UP)):,}".replace(",", NARROW)


def day(on: date | None) -> str:
    """``05/03/2019``; a dash for none."""
    return on.strftime("%d/%m/%Y") if on else DASH
