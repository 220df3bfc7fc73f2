"""Findings as rows: nothing is lost on the way, nothing is written twice, and what turned stays on record."""

from datetime import date
from decimal import Decimal

from sqlalchemy import text

from pipeline.findings.counting import count_findings
from pipeline.findings.current import due_subjects, judged_subjects, read_findings
from pipeline.findings.history import read_history
from pipeline.model.finding import Fact

from .found import ORIGIN, a_finding, put


def story(connection):
    """Before and after, oldest first."""
    return [(one.before, one.after) for one in read_history(connection, "plan", "BABCDEFG")]


def test_a_finding_comes_back_as_it_was_given(connection):
    """Facts lead to their submissions on every surface."""
    put(connection, a_finding())
    assert read_findings(connection) == [a_finding()]


def test_values_are_kept_as_they_are_printed(connection):
    """Amounts must not pass through floats."""
    values = (True, 3, "trois", Decimal("165000.50"), date(2019, 3, 4), None, ("a", "b"))
    put(connection, a_finding(facts=tuple(Fact("v", "v", value, ORIGIN) for value in values)))
    (back,) = read_findings(connection)
    assert [fact.value for fact in back.facts] == [True, 3, "trois", "165000.50", "2019-03-04", None, "('a', 'b')"]


def test_findings_are_asked_by_kind_and_subject(connection):
    """Whoever explains one plan reads no other."""
    put(connection, a_finding())
    put(connection, a_finding(subject="B2"))
    put(connection, a_finding(subject_kind="person", subject="BABCDEFG"))
    assert [one.subject for one in read_findings(connection, "plan")] == ["B2", "BABCDEFG"]
    assert [one.subject_kind for one in read_findings(connection, subjects=["BABCDEFG"])] == ["person", "plan"]
    assert read_findings(connection, "plan", []) == []


def test_the_same_findings_again_write_nothing(connection):
    """A quiet night leaves no trace."""
    assert put(connection, a_finding(), a_finding(rule="plan.kind", outcome="met")).rows == 4
    assert put(connection, a_finding(), a_finding(rule="plan.kind", outcome="met")).rows == 0


def test_only_what_differs_is_written(connection):
    """One changed line does not rewrite a plan's forty findings."""
    put(connection, a_finding(), a_finding(rule="plan.kind"))
    before = dict(connection.execute(text("SELECT rule, ctid::text FROM ops.finding")).all())
    put(connection, a_finding(reason_fr="Autre."), a_finding(rule="plan.kind"))
    after = dict(connection.execute(text("SELECT rule, ctid::text FROM ops.finding")).all())
    assert after["plan.kind"] == before["plan.kind"]
    assert after["prices.line_specified"] != before["prices.line_specified"]


def test_two_verdicts_about_the_same_are_both_kept(connection):
    """A rule that forgot to tell them apart must not lose one, nor stop the run."""
    put(connection, a_finding(), a_finding(outcome="met"))
    assert [(one.about, one.outcome) for one in read_findings(connection)] == [
        ("v1 ligne 2", "broken"),
        ("v1 ligne 2 #2", "met"),
    ]


def test_a_subject_that_is_gone_has_no_findings_and_its_history_says_so(connection):
    """A plan deleted on the server is judged no longer; that it was, stays."""
    put(connection, a_finding())
    written = put(connection, subjects=["BABCDEFG"], later=1)
    assert read_findings(connection) == []
    assert story(connection) == [("", "broken"), ("broken", "")]
    assert written.mended == 1


def test_others_are_not_touched(connection):
    """Who is judged says nothing about anybody else."""
    put(connection, a_finding(), a_finding(subject="B2"))
    put(connection, subjects=["B2"], later=1)
    assert [one.subject for one in read_findings(connection)] == ["BABCDEFG"]


def test_a_rule_that_was_met_and_is_broken_says_when_and_why(connection):
    """The office must see since when, and what was said that day."""
    put(connection, a_finding(outcome="met", reason_fr="Précisée."))
    written = put(connection, a_finding(), later=3)
    first, second = read_history(connection, "plan", "BABCDEFG")
    assert (first.before, first.after, first.reason_fr) == ("", "met", "Précisée.")
    assert (second.before, second.after, second.reason_fr) == ("met", "broken", "La ligne 2 n'est pas spécifiée.")
    assert (second.at - first.at).days == 3
    assert (second.rule, second.about) == ("prices.line_specified", "v1 ligne 2")
    assert written.newly_broken == 1


def test_another_reason_for_the_same_outcome_is_no_change(connection):
    """History tells outcomes; the current reason stands with the finding."""
    put(connection, a_finding())
    assert put(connection, a_finding(reason_fr="Autrement dit."), later=1).rows == 2
    assert story(connection) == [("", "broken")]


def test_that_a_rule_does_not_apply_is_no_news(connection):
    """Most rules do not apply to most cases: their history would bury what matters."""
    put(connection, a_finding(outcome="not_applicable"))
    assert story(connection) == []
    put(connection, a_finding(outcome="met"), later=1)
    put(connection, a_finding(outcome="not_applicable"), later=2)
    put(connection, subjects=["BABCDEFG"], later=3)
    assert story(connection) == [("not_applicable", "met"), ("met", "not_applicable")]


def test_findings_made_again_in_an_empty_table_repeat_no_history(connection):
    """An archive brought to another machine brings its history; judging there finds the same and adds nothing."""
    put(connection, a_finding(), a_finding(rule="plan.kind", outcome="met"))
    connection.execute(text("TRUNCATE ops.finding"))
    put(connection, a_finding(), a_finding(rule="plan.kind", outcome="broken"), later=1)
    assert story(connection) == [("", "met"), ("", "broken"), ("met", "broken")]


def test_due_are_those_whose_day_has_come(connection):
    """A deadline passes without anybody sending a form."""
    put(connection, a_finding())
    put(connection, a_finding(subject="B2", until=None))
    assert due_subjects(connection, date(2019, 6, 30)) == {}
    assert due_subjects(connection, date(2019, 7, 1)) == {"plan": frozenset({"BABCDEFG"})}
    assert judged_subjects(connection, "plan") == {"BABCDEFG", "B2"}


def test_the_sums_are_those_of_one_query(connection):
    """Whoever doubts the report counts the table."""
    put(connection, a_finding(), a_finding(about="v2"), a_finding(rule="plan.kind", outcome="met"))
    assert sum(one.findings for one in count_findings(connection)) == 3
    assert count_findings(connection)[1] == ("prices.line_specified", "warning", "broken", 2)
