"""Findings in the daily run: judged with the linking, summed in the report, moved with the archive, shown to analysts."""

import json
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from pipeline.findings.current import read_findings
from pipeline.findings.history import read_history
from pipeline.rules.policy import Policy
from pipeline.rules.practice import RULES
from pipeline.run.judging.judging import Judging
from pipeline.run.judging.policy import read_ruling
from pipeline.run.linking.touched import Touched

from ..conftest import fresh
from .lived import AWA, FATI, ISSA, LIVESTOCK, Lived
from .test_casebook import NOON
from .whoiswho import CARDS, a_copy, a_programme

ROOT = Path(__file__).parents[2]
EVERYBODY = "orientation.everybody"
DESCRIBED = "INSERT INTO ops.rule VALUES ('test', 'test', 'plan', 'warning', '', '', '', '{}', :closed)"
SUMS = "SELECT severity, outcome, count(*) FROM ops.finding GROUP BY 1, 2"


@pytest.fixture(scope="module")
def common(tmp_path_factory, database_url, migrated_template):
    """Three people registered, one of them counselled; judged once."""
    with a_programme(tmp_path_factory.mktemp("judged") / "programme", database_url, migrated_template) as ground:
        back = {"returned_to_commune_on": "2026-01-15"}
        ground.register(CARDS[0], "ZZOMBRE", "Canarie", **back)
        ground.register(CARDS[1], "YYAMEOGO", "Canarine", father_given="Zzakaria", **back)
        ground.register(CARDS[2], "XXORE", "Canari", on="2026-01-12", **back)
        ground.counsel(CARDS[0])
        ground.first = ground.run()
        yield ground


@pytest.fixture
def judged(common, tmp_path):
    """The same, for this test alone."""
    yield from a_copy(common, tmp_path)


@pytest.fixture
def lived(engine):
    """Nobody was met yet; judged by the shipped thresholds."""
    with engine.begin() as connection:
        yield Lived(connection, policy=read_ruling(ROOT, NOON).policy)


def judge(lived, on=date(2019, 6, 1), touched=None, mark="1"):
    """Judged on that day; rows written."""
    of = lived.policy
    lived.policy = Policy(on, of.thresholds, of.catalogue, of.parents)
    at = lived.world.later()
    return Judging(lived.book(), at, None).run(touched or Touched(), mark)


def outcomes(lived, kind, subject, rule):
    """What one rule finds about one case."""
    return [one.outcome for one in read_findings(lived.connection, kind, [subject]) if one.rule == rule]


def xmins(ground):
    """The transaction that wrote each person's findings, by code."""
    query = (
        "SELECT p.code, array_agg(DISTINCT f.xmin::text ORDER BY f.xmin::text) FROM ops.finding f"
        " JOIN registry.person p ON p.person_key = f.subject WHERE f.subject_kind = 'person' GROUP BY 1"
    )
    return dict(ground.rows(query))


def test_the_report_sums_what_one_query_counts(common):
    """Whoever doubts a figure of the report can check it."""
    counted = {(severity, outcome): count for severity, outcome, count in common.rows(SUMS)}
    told = common.first["findings"]
    assert told["total"] == sum(counted.values()) > 0
    assert {
        (severity, outcome): n
        for severity, outcomes_ in told["by_severity"].items()
        for outcome, n in outcomes_.items()
        if n
    } == counted
    broken = dict(common.rows("SELECT rule, count(*) FROM ops.finding WHERE outcome = 'broken' GROUP BY 1"))
    assert told["broken"] == broken
    assert broken[EVERYBODY] == 3
    assert common.done("status", "--json").document["findings"]["by_severity"] == told["by_severity"]


def test_the_report_says_it_in_french(common):
    """The data manager reads sums first, then each broken rule as a sentence."""
    said = common.done("status").out
    assert f"Réponses des règles : {common.first['findings']['total']}, dont " in said
    assert EVERYBODY in said
    assert "Chaque migrant de retour passe par une session" in said


def test_broken_rules_are_normal_life(common):
    """A programme that breaks its own rules is no failure of the run."""
    assert common.first["balanced"]
    assert common.retour("run").code == 0


def test_a_second_run_writes_nothing_and_a_rebuild_finds_the_same(judged):
    """Findings are a function of what was said and the day."""
    judged.run()
    before = judged.contents()
    assert judged.run()["rows_written"] == 0
    assert judged.contents() == before
    judged.done("build", "--rebuild")
    after = judged.contents()
    assert [row[1] for row in after["ops.finding"]] == [row[1] for row in before["ops.finding"]]
    assert after["ops.finding_change"] == before["ops.finding_change"]


def test_only_whoever_changed_is_judged(judged):
    """A night costs what happened that day, not what the programme has grown to."""
    judged.run()
    before = xmins(judged)
    judged.counsel(CARDS[1])
    judged.run()
    after = xmins(judged)
    assert {code for code in after if after[code] != before[code]} == {CARDS[1]}


def test_a_deleted_person_is_judged_no_longer_and_the_change_stays_on_record(judged):
    """What was held against somebody must not outlive the submission it rests on."""
    filled = judged.register(CARDS[3], "SORE", "Paul")
    judged.run()
    ((key,),) = judged.rows(f"SELECT person_key FROM registry.person WHERE code = '{CARDS[3]}'")
    judged.delete(filled, "registration")
    judged.run("--scan")
    with judged.engine.connect() as connection:
        assert read_findings(connection, "person", [key]) == []
        last = {one.rule: one.after for one in read_history(connection, "person", key)}
    assert last[EVERYBODY] == ""


def test_another_threshold_judges_everybody_again(judged):
    """The office changes its mind: the next run says what follows, and what was before stays on record."""
    rules = judged.folder / "config/rules.toml"
    written = rules.read_text("utf-8")
    rules.write_text(
        written.replace("[[orientation.latest_days]]\nvalue = 90", "[[orientation.latest_days]]\nvalue = 9000")
    )
    told = judged.run()["findings"]
    assert EVERYBODY not in told["broken"]
    assert told["mended"] == 3
    changes = judged.rows(f"SELECT before, after FROM ops.finding_change WHERE rule = '{EVERYBODY}'")
    assert changes.count(("broken", "unknown")) == 3


def test_a_programme_without_thresholds_is_stopped_before_anything_is_touched(judged):
    """Judging by thresholds nobody set would decide about people behind everybody's back."""
    before = judged.contents()
    (judged.folder / "config/rules.toml").unlink()
    judged.counsel(CARDS[1])
    said = judged.retour("run")
    assert said.code == 3
    assert "rules.toml: is missing" in said.err
    assert "retour init FOLDER" in said.err
    assert judged.contents() == before
    checks = {one["name"]: one for one in judged.retour("doctor", "--json").document}
    assert (checks["rules"]["verdict"], "retour init" in checks["rules"]["fix"]) == ("broken", True)


def test_an_override_never_hides_the_finding(judged):
    """Whoever reads the report sees both, with the name given and the last day."""
    declare = ("override", "declare", EVERYBODY, CARDS[0], "--until", "2099-12-31", "--by", "Awa du bureau")
    said = judged.done(*declare, "--why", "orientée ailleurs")
    assert "The finding stays: Pas orientée" in said.out
    assert judged.retour(*declare, "--why", "orientée ailleurs").code == 3
    told = judged.run()["findings"]
    (one,) = told["overrides"]
    assert (one["rule"], one["declared_by"], one["expires_on"], one["still_broken"]) == (
        EVERYBODY,
        "Awa du bureau",
        "2099-12-31",
        True,
    )
    assert told["broken"][EVERYBODY] == 3
    status = judged.done("status").out
    assert f"Dérogation à {EVERYBODY} pour une personne, déclarée par Awa du bureau" in status
    assert CARDS[0] not in status + json.dumps(told)
    judged.done("override", "withdraw", EVERYBODY, CARDS[0], "--why", "c'était une autre")
    assert judged.done("override", "list", "--json").document == []
    (ended,) = judged.done("override", "list", "--all", "--json").document
    assert (ended["live"], ended["withdrawn_why"], ended["outcome"]) == (False, "c'était une autre", "broken")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("orientation.everbody", "CARD", "--until", "2099-12-31"), "Did you mean 'orientation.everybody'?"),
        ((EVERYBODY, "CARD", "--until", "2020-01-01"), "2020-01-01 is over"),
        ((EVERYBODY, "P999999X", "--until", "2099-12-31"), "none is known by this code"),
        (("plan.kind", "CARD", "--until", "2099-12-31"), "judges a plan, and none is known"),
        ((EVERYBODY, "CARD", "--until", "2099-12-31", "--by", " "), "nobody declares it"),
        ((EVERYBODY, "CARD", "--until", "2099-12-31", "--why", "x"), "less than 5 letters"),
    ],
)
def test_an_override_that_makes_no_sense_is_refused_without_repeating_the_code(common, words, said):
    """Its message goes into the record of runs, and a code stands for a person."""
    typed = [CARDS[0] if word == "CARD" else word for word in words]
    refused = common.retour("override", "declare", "--why", "une raison", *typed)
    assert refused.code == 3
    assert said in refused.err
    assert not [code for code in (CARDS[0], "P999999X") if code in refused.all]
    assert common.rows("SELECT count(*) FROM ops.rule_override") == [(0,)]


def test_overrides_and_history_move_with_the_archive(judged, tmp_path, database_url, migrated_template):
    """No rebuild could find them again; the findings themselves are made anew, and add nothing to the history."""
    judged.done("override", "declare", EVERYBODY, CARDS[0], "--until", "2099-12-31", "--why", "orientée ailleurs")
    file = tmp_path / "archive.zst"
    judged.done("archive", "export", file)
    facts = "SELECT to_jsonb(t)::text FROM ops.{} t ORDER BY 1"
    tables = ("rule_override", "finding_change")
    before = {table: judged.rows(facts.format(table)) for table in tables}
    findings = sorted(judged.rows("SELECT rule, subject, outcome FROM ops.finding"))
    for url in fresh(make_url(database_url), migrated_template):
        other = judged.variables | {"RETOUR_DATABASE_URL": url.render_as_string(hide_password=False)}
        assert judged.retour("archive", "import", file, **other).code == 0
        assert judged.retour("build", **other).code == 0
        listed = judged.retour("override", "list", "--json", **other).document
        engine = create_engine(url)
        with engine.connect() as connection:
            after = {t: [tuple(r) for r in connection.execute(text(facts.format(t)))] for t in tables}
            assert sorted(map(tuple, connection.execute(text("SELECT rule, subject, outcome FROM ops.finding")))) == (
                findings
            )
        engine.dispose()
    assert after == before
    assert [one["outcome"] for one in listed] == ["broken"]


def test_analysts_see_what_was_found_and_nothing_of_whom(common):
    """Rule, outcome and severity under the key of reporting.person: no name, card, reason or fact."""
    with common.engine.connect() as connection:
        connection.execute(text("SET ROLE retour_analyst"))
        found = connection.execute(text("SELECT * FROM reporting.finding")).mappings().all()
        people = connection.scalars(text("SELECT person_key FROM reporting.person")).all()
        rules = connection.execute(text("SELECT rule, sentence_fr, practice_rows FROM reporting.rule")).all()
    assert list(found[0]) == [
        "subject_kind",
        "subject",
        "rule",
        "about",
        "outcome",
        "severity",
        "happened_on",
        "rule_version",
        "until",
    ]
    assert {one["subject"] for one in found if one["subject_kind"] == "person"} == set(people)
    shown = json.dumps([dict(one) for one in found], default=str)
    hidden = (*CARDS, "ZZOMBRE", "YYAMEOGO", "Canari", "Zzakaria", "uuid:", "Pas orientée", "Garango")
    assert not [word for word in hidden if word in shown]
    assert {rule: sentence for rule, sentence, _ in rules} == {one.id: one.sentence_fr for one in RULES}


def test_what_a_finding_is_about_is_shown_only_where_it_says_nothing_of_anybody(common):
    """A submission, a session's code or a line of a member would lead to somebody."""
    row = (
        "INSERT INTO ops.finding SELECT 'plan', 'B2', 'test', :about, 'met', 'warning', '', NULL, NULL,"
        " '', '', '', '', '[]'"
    )
    shown = ("", "v1", "v12 ligne 3", "6 mois", "v1 #2")
    hidden = ("uuid:0001", "O-2019-03", "P222222P", "v1 Awa", "Awa v1", "M-1 12345678 decisions/1")
    with common.engine.connect() as connection:
        connection.execute(text(DESCRIBED), {"closed": False})
        for about in (*shown, *hidden):
            connection.execute(text(row), {"about": about})
        seen = set(connection.scalars(text("SELECT about FROM reporting.finding WHERE rule = 'test'")))
        connection.rollback()
    assert set(shown) <= seen
    assert not seen & set(hidden)
    assert len(seen) == len(shown) + len(hidden)


def test_what_tells_who_was_flagged_as_vulnerable_stays_with_the_office(common):
    """That somebody was flagged is a closed answer: a rule about the flagged would give it away, met or broken."""
    stored = common.rows("SELECT count(*) FROM ops.finding WHERE rule LIKE 'arrival.%follow_up%'")
    assert stored[0][0] >= 6
    assert common.rows("SELECT * FROM reporting.finding WHERE rule LIKE 'arrival.%follow_up%'") == []
    row = "INSERT INTO ops.finding SELECT 'person', 'p', 'test', '', 'met', 'warning', '', NULL, NULL, '', '', '', '', '[]'"
    seen = text("SELECT count(*) FROM reporting.finding WHERE rule = 'test'")
    with common.engine.connect() as connection:
        connection.execute(text(row))
        assert connection.scalar(seen) == 0, "a rule that nobody described is closed"
        connection.execute(text(DESCRIBED), {"closed": True})
        assert connection.scalar(seen) == 0
        connection.rollback()


def test_a_meetings_code_is_closed_where_its_stage_shows_none(common):
    """It is an answer: it leaves the identified schemas only if its own view shows it."""
    row = (
        "INSERT INTO ops.finding SELECT 'meeting', 'M-1', 'test', '', 'met', 'warning', '', NULL, NULL,"
        " '', '', '', '', '[]'"
    )
    asked = "SELECT subject FROM reporting.finding WHERE rule = 'test'"
    with common.engine.connect() as connection:
        connection.execute(text(DESCRIBED), {"closed": False})
        connection.execute(text(row))
        assert connection.scalar(text(asked)) != "M-1"
        connection.execute(text("CREATE VIEW reporting.committee AS SELECT 'M-1'::text AS meeting_id"))
        assert connection.scalar(text(asked)) == "M-1"
        connection.rollback()


def test_a_deadline_that_passes_is_found_without_a_word_from_anybody(lived):
    """Somebody not oriented in time is late on that day, and everybody else is left alone."""
    lived.register(AWA)
    touched = lived.link().touched
    judge(lived, date(2019, 2, 1), touched)
    key = lived.key(AWA)
    assert outcomes(lived, "person", key, EVERYBODY) == ["unknown"]
    assert judge(lived, date(2019, 4, 10)).rows == 0
    assert judge(lived, date(2019, 4, 11)).rows > 0
    assert outcomes(lived, "person", key, EVERYBODY) == ["broken"]
    (change,) = [c for c in read_history(lived.connection, "person", key) if c.rule == EVERYBODY and c.before]
    assert (change.before, change.after) == ("unknown", "broken")


def test_a_clock_that_was_ahead_is_made_good(lived):
    """A laptop with an empty battery says 2031: once it is set right, nobody is late who is not."""
    lived.register(AWA)
    judge(lived, date(2019, 2, 1), lived.link().touched)
    judge(lived, date(2031, 1, 1))
    assert outcomes(lived, "person", lived.key(AWA), EVERYBODY) == ["broken"]
    judge(lived, date(2019, 2, 2))
    assert outcomes(lived, "person", lived.key(AWA), EVERYBODY) == ["unknown"]


def test_a_need_told_by_somebody_else_reaches_the_session(lived):
    """Invitations answer what the commune asked for: a talk that comes late changes what the session is told."""
    lived.register(AWA)
    lived.register(ISSA)
    lived.plan_session("O-1")
    lived.orient("O-1", ISSA)
    judge(lived, touched=lived.link().touched)
    rule = "orientation.invitations_from_needs"
    assert outcomes(lived, "session", "O-1", rule) == ["broken"]
    lived.counsel(AWA, LIVESTOCK)
    judge(lived, touched=lived.link().touched)
    assert outcomes(lived, "session", "O-1", rule) == ["met"]


def test_a_second_plan_is_found_with_the_first_ones_other_holder(lived):
    """Who holds two plans breaks a rule in both; the other holder of the first plan is judged again too."""
    for card in (AWA, ISSA, FATI):
        lived.register(card)
    lived.draft("B-1", AWA, ISSA)
    judge(lived, touched=lived.link().touched)
    assert outcomes(lived, "person", lived.key(AWA), "plan.one_active") == ["met"]
    lived.draft("B-2", AWA, FATI)
    judge(lived, touched=lived.link().touched)
    assert outcomes(lived, "person", lived.key(AWA), "plan.one_active") == ["broken"]


def test_a_decision_about_one_plan_reaches_the_holders_other_plan(lived):
    """Once the first is refused, the second has no rival any more, although nobody said a word about it."""
    lived.register(AWA)
    lived.draft("B-1", AWA)
    lived.draft("B-2", AWA)
    lived.link()
    lived.meet("M-1", ("B-1", "rejected"))
    reached = Judging(lived.book(), NOON, None).reached(lived.link().touched)
    assert reached["plan"] == {"B-1", "B-2"}
    assert reached["person"] == {lived.key(AWA)}
    assert (reached["meeting"], reached["session"]) == ({"M-1"}, set())


def test_an_override_follows_whoever_it_was_declared_for(judged):
    """Two records of one person are united: what was declared about the one counts for both from then on."""
    judged.done("override", "declare", EVERYBODY, CARDS[1], "--until", "2099-12-31", "--why", "orientée ailleurs")
    judged.done("link", "decide", CARDS[0], CARDS[1], "same", "--why", "vues ensemble")
    (one,) = judged.done("override", "list", "--json").document
    assert one["outcome"] == "broken"
    (one,) = judged.run()["findings"]["overrides"]
    keys = {row[0] for row in judged.rows("SELECT person_key FROM registry.person")}
    assert one["subject"] in keys
