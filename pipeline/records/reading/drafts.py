"""Business plans as they were drafted, and procurement's review of them."""

from ...model.answers import Answers
from ...model.plan import Contribution, Draft, Line, Member
from ...model.review import Review, ReviewedLine
from .asked import Asked
from .rosters import good_of, place_of, rows_of, written_down
from .said import Said
from .who import tidy

BUSINESS_PLAN = (
    "plan/: plan_code plan_code_typed plan_id plan_version version_reason drafted_on plan_kind title sector",
    "project/: group_on_list",
    "place/: activity_commune activity_commune_name",
    "involvement/: drafted_by holder_present uses_declared_skill",
    "members/member/: member_code member_typed member_on_list member_name member_role",
    "budget_lines/line/: item_code item_other catalogue_price_xof specification quantity unit unit_price_xof"
    " line_total_xof supplier",
    "contributions/contribution/: contribution_type contribution_item contribution_value_xof valuation",
    "totals/: total_xof contribution_xof contribution_waiver holder_agrees",
)
PLAN_REF = "plan_ref/: plan_card plan_typed plan_on_list plan_code plan_version_listed plan_version"
"""Questions of the group in which other forms say which plan they are about."""
PROCUREMENT_REVIEW = (
    "start",
    "end",
    PLAN_REF,
    "review/: reviewed_on reviewer_role",
    "lines/line/: line_item line_item_other specification_state line_quantity asked_price_xof price_state"
    " reviewed_price_xof price_source",
    "lines/line_supply/: locally_available delay_days",
    "verdict/: asked_xof reviewed_xof review_verdict return_reasons",
)
ROSTER = ("member_code", "member_typed", "member_on_list", "member_name")


def plan_meant(asked: Asked) -> tuple[str, int | None]:
    """Code and version of the plan the form is about."""
    code = tidy(place_of(asked, "plan_code", "plan_card", "plan_typed", "plan_on_list"))
    version = asked.whole("plan_version")
    return code, asked.whole("plan_version_listed") if version is None else version


def read_draft(answers: Answers) -> Said:
    """One draft of a plan with its members, lines and contributions."""
    asked = Asked(answers.values)
    on = asked.day("drafted_on")
    met = list(written_down(answers, "members", ROSTER, "holder", on))
    draft = Draft(
        origin=answers.origin,
        plan_code=tidy(place_of(asked, "plan_id", "plan_code", "plan_code_typed")),
        version=asked.whole("plan_version") or 1,
        reason=asked.text("version_reason"),
        drafted_on=on,
        kind=asked.text("plan_kind"),
        sector=asked.text("sector"),
        commune=place_of(asked, "activity_commune", "activity_commune_name"),
        title=asked.text("title"),
        drafted_by=asked.text("drafted_by"),
        holder_present=asked.flag("holder_present"),
        uses_skill=asked.flag("uses_declared_skill"),
        holder_agrees=asked.flag("holder_agrees"),
        members=tuple(Member(mention.mention_id, row.text("member_role")) for row, mention in met),
        lines=tuple(_line(row) for _, row in rows_of(answers, "budget_lines")),
        contributions=tuple(_contribution(row) for _, row in rows_of(answers, "contributions")),
        waiver=asked.text("contribution_waiver"),
        total=asked.amount("total_xof"),
        contribution_total=asked.amount("contribution_xof"),
        group=place_of(asked, "group_on_list"),
        received_at=answers.submitted_at,
    )
    return Said(tuple(mention for _, mention in met), (draft,))


def _line(row: Asked) -> Line:
    return Line(
        good_of(row, "item_code"),
        row.text("item_other"),
        row.text("specification"),
        row.amount("quantity"),
        row.text("unit"),
        row.whole("unit_price_xof"),
        row.amount("line_total_xof"),
        row.amount("catalogue_price_xof"),
        row.text("supplier"),
    )


def _contribution(row: Asked) -> Contribution:
    kind, item = row.text("contribution_type"), row.text("contribution_item")
    return Contribution(kind, item, row.whole("contribution_value_xof"), row.text("valuation"))


def read_review(answers: Answers) -> Said:
    """One review by procurement or administration."""
    asked = Asked(answers.values)
    code, version = plan_meant(asked)
    review = Review(
        answers.origin,
        code,
        version,
        asked.day("reviewed_on"),
        asked.instant("start"),
        asked.instant("end"),
        asked.text("reviewer_role"),
        asked.text("review_verdict"),
        asked.chosen("return_reasons"),
        tuple(_reviewed(row) for _, row in rows_of(answers, "lines")),
        asked.amount("asked_xof"),
        asked.amount("reviewed_xof"),
        answers.submitted_at,
    )
    return Said((), (review,))


def _reviewed(row: Asked) -> ReviewedLine:
    return ReviewedLine(
        good_of(row, "line_item"),
        row.text("line_item_other"),
        row.text("specification_state"),
        row.amount("line_quantity"),
        row.whole("asked_price_xof"),
        row.text("price_state"),
        row.whole("reviewed_price_xof"),
        row.text("price_source"),
        row.flag("locally_available"),
        row.whole("delay_days"),
    )
