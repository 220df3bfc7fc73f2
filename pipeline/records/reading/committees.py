"""Meetings of the selection committee: who sat, and what was decided about each plan."""

from ...model.answers import Answers, Row
from ...model.meeting import AmendedLine, CommitteeMember, Decision, Meeting
from .asked import Asked
from .rosters import good_of, place_of, rows_of
from .said import Said
from .who import tidy

COMMITTEE = (
    "start",
    "end",
    "meeting/: planned_meeting meeting_code meeting_id held_on started_at ended_at meeting_commune"
    " meeting_commune_name",
    "committee_members/committee_member/: actor_category authority_role expert_type expert_sector is_implementer"
    " committee_role is_local votes",
    "decisions/decision_facts/: decided_plan_code decided_plan_typed decided_plan_on_list decided_plan_id"
    " decided_sector decided_plan_version holder_heard conflict_of_interest abstentions",
    "decisions/appraisal/: local_relevance viability",
    "decisions/expert_opinions/: opinion_categories",
    "decisions/verdict/: decision refusal_reasons amendment amended_total_xof",
    "decisions/amended_lines/amended/: amended_item amended_kind amended_before_xof amended_after_xof"
    " amended_specification",
    "minutes/: minutes_number",
)


def read_committee(answers: Answers) -> Said:
    """One submission of a meeting; one meeting may be written in several."""
    asked = Asked(answers.values)
    meeting = Meeting(
        origin=answers.origin,
        meeting_id=place_of(asked, "meeting_id", "planned_meeting", "meeting_code"),
        held_on=asked.day("held_on"),
        started_at=asked.clock("started_at"),
        ended_at=asked.clock("ended_at"),
        commune=place_of(asked, "meeting_commune", "meeting_commune_name"),
        members=tuple(_member(row) for _, row in rows_of(answers, "committee_members")),
        decisions=tuple(_decision(answers, row, one) for row, one in rows_of(answers, "decisions")),
        minutes_number=asked.text("minutes_number"),
        form_started_at=asked.instant("start"),
        form_ended_at=asked.instant("end"),
        received_at=answers.submitted_at,
    )
    return Said((), (meeting,))


def _member(row: Asked) -> CommitteeMember:
    return CommitteeMember(
        row.text("actor_category"),
        row.text("authority_role"),
        row.text("expert_type"),
        row.text("expert_sector"),
        row.text("committee_role"),
        row.flag("is_implementer"),
        row.flag("is_local"),
        row.whole("votes") == 1,
    )


def _decision(answers: Answers, row: Row, asked: Asked) -> Decision:
    codes = ("decided_plan_id", "decided_plan_code", "decided_plan_typed", "decided_plan_on_list")
    return Decision(
        origin=answers.origin._replace(row=f"decisions/{row.position}"),
        plan_code=tidy(place_of(asked, *codes)),
        version=asked.whole("decided_plan_version"),
        decision=asked.text("decision"),
        relevance=asked.whole("local_relevance"),
        viability=asked.whole("viability"),
        reasons=asked.chosen("refusal_reasons"),
        holder_heard=asked.flag("holder_heard"),
        conflict=asked.flag("conflict_of_interest"),
        abstentions=asked.whole("abstentions"),
        opinions=asked.chosen("opinion_categories"),
        amendment=bool(asked.text("amendment")),
        amended_total=asked.whole("amended_total_xof"),
        amended_lines=tuple(_amended(one) for _, one in rows_of(answers, "decisions/amended_lines", row)),
        listed_sector=asked.text("decided_sector"),
    )


def _amended(row: Asked) -> AmendedLine:
    return AmendedLine(
        good_of(row, "amended_item"),
        row.text("amended_kind"),
        row.whole("amended_before_xof"),
        row.whole("amended_after_xof"),
        row.text("amended_specification"),
    )
