"""An explanation is complete, is read from top to bottom, and says the same on every surface."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Literal
from uuid import UUID

import pytest

from pipeline.model.finding import Change, Fact, Finding, Outcome
from pipeline.model.finding_words import about_words
from pipeline.model.override import Override
from pipeline.rules.explanation import document, explain
from pipeline.rules.explanation_words import WIDTH, ExplanationWords
from pipeline.rules.judge import judge
from pipeline.rules.policy import Policy
from pipeline.rules.practice import RULES

from .cases import CODE, HELD, a_plan, a_plan_case, a_review, origin
from .documents import shipped

POLICY = Policy(date(2020, 1, 1), shipped())
JUDGED = datetime(2020, 1, 1, 3, tzinfo=UTC)
LATE = replace(a_plan(), reviews=(a_review(reviewed_on=date(2019, 5, 7)),))
PAST: tuple[tuple[int, Literal["", "met"], Outcome, str], ...] = (
    (1, "", "met", "Déclarée."),
    (9, "met", "broken", "Retirée."),
)
RECEIVED = datetime(2019, 3, 21, 8, tzinfo=UTC)


def a_finding(rule="contribution.own", outcome="broken", **changes):
    """A stored finding of that rule."""
    found = Finding(
        rule, "plan", CODE, outcome, "blocking", "Rien n'est déclaré.", "Nothing is declared.",
        (Fact("contributions", "contributions", 0, origin("business_plan")),), date(2019, 3, 4),
        mend_fr="La demander.", mend_en="Ask for it.",
    )  # fmt: skip
    return replace(found, **changes)


def explained(*findings, **known):
    """The explanation of a plan with these findings."""
    return explain("plan", CODE, CODE, findings, policy=POLICY, **known)


def told(*findings, language="fr", everything=False, word=lambda stage, choice: choice, **known):
    """The text."""
    words = ExplanationWords(explained(*findings, **known), language, word)
    return "\n".join(words.lines(everything=everything))


def flat(text):
    """Without line ends, and with plain spaces."""
    return " ".join(text.replace("\u00a0", " ").split())


def test_three_lines_say_how_a_case_stands_and_what_comes_first():
    """Who has no time reads no further."""
    findings = (
        a_finding("plan.total", "unknown", severity="warning", reason_fr="Pas de total."),
        a_finding("plan.uses_skill", severity="information", reason_fr="Aucune."),
        a_finding(),
        a_finding("plan.kind", "met"),
        a_finding("ceilings.plan", "not_applicable"),
    )
    words = ExplanationWords(explained(*findings), "fr", lambda stage, choice: choice)
    assert [flat(line) for line in words.summary()] == [
        f"Plan {CODE} : 5 règles (2 non respectées, 1 à vérifier, 1 respectée, 1 sans objet)",
        "À régler d'abord : contribution.own : Rien n'est déclaré. (aussi : plan.uses_skill)",
        "À vérifier : plan.total : Pas de total.",
    ]


def test_where_all_is_well_the_three_lines_say_so():
    """Silence would leave doubt whether anybody looked."""
    assert flat(told(a_finding(outcome="met"))).startswith(
        f"Plan {CODE} : 1 règle (1 respectée) Rien n'est à régler. Rien n'est à vérifier."
    )


def test_a_broken_rule_says_everything_that_is_known_of_it():
    """Sentence, reason, facts with their submission, threshold with its reason, what mends it, since when."""
    since = Change("contribution.own", "", "unknown", "broken", JUDGED, "x", "x")
    text = flat(told(a_finding(), history=(since,), received={origin("business_plan").root_uuid: RECEIVED}))
    for part in (
        "NON RESPECTÉE (bloquante) · contribution.own",
        "Chaque plan a une contribution des porteurs",
        "→ Rien n'est déclaré.",
        "contributions : 0 [plan d'affaire business, reçue le 21 mars 2019]",
        "Seuil : contribution.required = oui, toujours : Les porteurs apportent quelque chose",
        "(fiche #3, recommandation 1)",
        "Pour y remédier : La demander.",
        "Depuis le 1er janv. 2020 (avant : à vérifier)",
        "business = uuid:business_plan-1, plan d'affaire, reçue le 21 mars 2019",
    ):
        assert part in text


def test_all_tells_when_a_rule_that_was_kept_was_broken_and_why():
    """Who asks months later must see what changed, not only how it stands."""
    past = [
        Change("contribution.own", "", before, after, JUDGED.replace(day=day), reason, "x")
        for day, before, after, reason in PAST
    ]
    text = flat(told(a_finding(), history=past, everything=True))
    assert "Depuis le 9 janv. 2020 (avant : respectée)" in text
    assert "- 1er janv. 2020 : respectée. Déclarée. - 9 janv. 2020 : non respectée. Retirée." in text
    assert "Historique" not in told(a_finding(), history=past)


def test_an_override_stands_beside_the_finding_and_hides_nothing():
    """It is declared, not checked, and it ends."""
    one = Override(UUID(int=1), "contribution.own", "plan", CODE, CODE, "veuve sans bien", "chef de zone",
                   JUDGED, date(2020, 6, 30))  # fmt: skip
    other = replace(one, rule="plan.kind")
    text = flat(told(a_finding(), overrides=(one, other)))
    assert "NON RESPECTÉE" in text
    assert text.count("Dérogation (la réponse reste la même)") == 1
    assert "veuve sans bien (déclarée par chef de zone, valable jusqu'au 30 juin 2020)" in text


def test_rules_that_do_not_apply_are_folded_unless_all_is_asked_for():
    """Most of them do not, and their reasons would bury the others."""
    found = (a_finding(), a_finding("contribution.verified", "not_applicable", reason_fr="Rien n'est installé."))
    assert "Sans objet : contribution.verified" in flat(told(*found))
    assert "Rien n'est installé." not in told(*found)
    assert "Rien n'est installé." in told(*found, everything=True)


def test_parts_and_rules_come_in_the_order_of_the_practice():
    """Whatever order they were stored in."""
    found = judge(a_plan_case(LATE), POLICY)
    text = told(*reversed(found), everything=True)
    headings = [
        line.split()[1] for line in text.splitlines() if line.startswith("── ") and line.split()[1][0].isdigit()
    ]
    assert headings == sorted(headings, key=lambda number: int(number.rstrip(".")))
    rules = [line.rpartition(" · ")[2] for line in text.splitlines() if line[:1] in "✗?✓·" and " · " in line]
    order = [rule.id for rule in RULES]
    assert rules == sorted(rules, key=order.index)
    assert set(rules) == {one.rule for one in found}


def test_a_person_to_be_confirmed_is_told_so_before_anything_else():
    """Once somebody decides who it is, the answers may be others."""
    doubtful = told(a_finding(), is_doubtful=True).splitlines()
    assert doubtful[3].startswith("Personne à confirmer")
    assert "à confirmer" not in told(a_finding())


def test_a_number_is_a_number_although_a_scale_has_words_for_it():
    """Five voters are not 'very strong', and version 1 is not 'very weak'."""
    fact = Fact("votants", "voters", 5, origin("committee"))
    assert "votants : 5 [" in flat(told(a_finding(facts=(fact,)), word=lambda stage, choice: f"{choice} – très forte"))


def test_days_and_choices_are_words_and_not_codes():
    """'2019-03-20 rejected' means nothing to somebody who never saw the forms."""
    fact = Fact("décision", "decision", "2019-03-20 rejected", origin("committee"))
    labels = {("committee", "rejected"): "invalidé", ("training", "rejected"): "autre chose"}
    text = flat(told(a_finding(facts=(fact,)), word=lambda stage, choice: labels.get((stage, choice), choice)))
    assert "décision : 20 mars 2019 invalidé [comité committe]" in text


def test_a_choice_is_called_as_its_own_form_calls_it():
    """'procurement' is a service on one form and the reason of a draft on another."""
    fact = Fact("réviseur", "reviewer", "procurement", origin("procurement_review"))
    labels = {("procurement_review", "procurement"): "Acquisition", ("", "procurement"): "Retour de l'acquisition"}
    text = flat(told(a_finding(facts=(fact,)), word=lambda stage, choice: labels.get((stage, choice), choice)))
    assert "réviseur : Acquisition" in text


def test_the_threshold_shown_is_the_one_of_the_day_of_the_event():
    """Today's number would explain nothing about a meeting of 2018."""
    one = a_finding("committee.local_meeting", subject_kind="locality", on=date(2018, 8, 31))
    later = replace(one, on=date(2018, 9, 1))
    assert "committee.local_minimum = 15, jusqu'au 31 août 2018" in flat(told(one))
    assert "committee.local_minimum = 4, depuis le 1er sept. 2018" in flat(told(later))


def test_several_findings_of_one_rule_stand_under_it_the_gravest_first():
    """One line of the budget may be too dear, and another one right."""
    found = [
        a_finding("prices.line_near_catalogue", outcome, about=f"v1 ligne {number}", reason_fr=f"Ligne {number}.")
        for number, outcome in ((1, "met"), (2, "broken"))
    ]
    text = flat(told(*found))
    assert text.count("· prices.line_near_catalogue") == 1
    assert text.index("non respectée (v1 ligne 2) : Ligne 2.") < text.index("respectée (v1 ligne 1) : Ligne 1.")


@pytest.mark.parametrize(
    ("about", "shown"),
    [
        ("v1 ligne 2", "v1 ligne 2"),
        ("C-2018-10-12 b0e15864 decisions/3", "C-2018-10-12"),
        ("uuid:388f215b-697c-4394-9db1-3e3a2466b3f1 2", "n° 2"),
        ("uuid:388f215b-697c-4394-9db1-3e3a2466b3f1", ""),
        ("3 mois", "3 mois"),
    ],
)
def test_what_a_finding_is_about_is_said_without_ids(about, shown):
    """The submissions stand beside the facts."""
    assert about_words(about) == shown


def test_english_says_the_same():
    """Donors and headquarters read it too."""
    text = told(a_finding(), language="en", history=(Change("contribution.own", "", "", "broken", JUDGED, "x", "x"),))
    for part in ("BROKEN (blocking)", "Nothing is declared.", "To mend it: Ask for it.", "(seen for the first time)"):
        assert part in text


def test_no_line_is_wider_than_a_terminal():
    """It is also printed and put into mails."""
    found = judge(a_plan_case(LATE), POLICY)
    assert max(len(line) for line in told(*found, everything=True).splitlines()[3:]) <= WIDTH


def test_machines_read_the_same_reasons_and_facts():
    """One finding, one text, on every surface."""
    found = judge(a_plan_case(LATE), POLICY)
    one = explained(*found, received={origin("committee").root_uuid: RECEIVED})
    read = json.loads(json.dumps(document(one), default=str))
    assert [rule["rule"] for rule in read["rules"]] == [answer.rule.id for answer in one.answers]
    (review,) = [rule for rule in read["rules"] if rule["rule"] == "procurement.reviewer"]
    stored = [one for one in found if one.rule == "procurement.reviewer"]
    assert [one["reason_fr"] for one in review["findings"]] == [one.reason_fr for one in stored]
    (decision,) = [rule for rule in read["rules"] if rule["rule"] == "decision.holder_heard"]
    where = decision["findings"][0]["facts"][0]["submission"]
    assert (where["stage"], where["root_uuid"], where["row"]) == ("committee", "uuid:committee-1", "decisions/1")
    assert where["received_at"].startswith("2019-03-21")
    assert decision["findings"][0]["on"] == HELD.isoformat()


def test_a_rule_that_is_gone_is_left_out():
    """Findings of an older program may still be stored until the next run."""
    assert not explained(a_finding("plan.forgotten")).answers
