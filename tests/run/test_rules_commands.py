"""retour rules, as it is typed."""

import json

import pytest

from pipeline.rules.practice import RULES

from .conftest import a_ground


@pytest.fixture(scope="module")
def laid(tmp_path_factory, database_url, migrated_template):
    """A programme in which nothing was filled yet."""
    with a_ground(tmp_path_factory.mktemp("rules") / "programme", database_url, migrated_template) as ground:
        yield ground.lay()


def test_the_list_has_every_rule_with_todays_thresholds(laid):
    """Whoever sets a threshold must see what is in force."""
    found = laid.done("rules", "list", "--json").document
    assert [one["rule"] for one in found] == [rule.id for rule in RULES]
    (local,) = [one for one in found if one["rule"] == "committee.local_meeting"]
    minimum = local["thresholds"][1]
    assert (minimum["name"], minimum["value"], minimum["valid_from"]) == ("committee.local_minimum", 4, "2018-09-01")
    assert minimum["because"]
    text = laid.done("rules", "list").out
    assert "Une réunion locale du comité" in " ".join(text.replace("│", " ").split())
    assert "committee.local_minimum = 4" in text


def test_a_trial_stores_nothing(laid):
    """It is for looking, before a rule is adopted."""
    before = laid.rows("SELECT count(*) FROM ops.run")
    document = laid.done("rules", "try", "--set", "committee.local_minimum=5", "--json").document
    assert document["thresholds"] == [{"name": "committee.local_minimum", "value": 5, "today": 4}]
    assert document["rules"] == ["committee.local_meeting"]
    assert laid.rows("SELECT count(*) FROM ops.run") == before
    assert "Aucun cas ne change." in laid.done("rules", "try", "--set", "committee.local_minimum=5").out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--set", "committee.local_minimun=5"], 3, "Did you mean 'committee.local_minimum'?"),
        (["--set", "committee.local_minimum=beaucoup"], 3, "whole number"),
        (["--set", "committee.local_minimum=5", "--from", "2999-01-01"], 3, "a day to come"),
        (["--set", "committee.local_minimum=5", "--from", "01/09/2018"], 2, "%Y-%m-%d"),
        ([], 2, "--set"),
    ],
)
def test_a_wrong_trial_is_refused_with_what_to_write(laid, words, code, said):
    """A message that only says no sends people away."""
    result = laid.retour("rules", "try", *words)
    assert result.code == code
    assert said in result.err


def test_json_is_one_document(laid):
    """Machines read nothing else from standard output."""
    json.loads(laid.done("rules", "try", "--set", "committee.quorum=4", "--json").out)


def test_the_page_of_a_programme_has_its_own_thresholds_and_says_what_was_decided(laid, tmp_path):
    """Nothing was judged yet, and every rule says so; the page needs no other page beside it."""
    file = tmp_path / "regles.md"
    said = laid.done("rules", "doc", "--out", str(file)).out
    assert "Nothing was judged yet" in said
    page = file.read_text(encoding="utf-8")
    assert page.count("| aucun cas |") == len(RULES)
    assert "](" not in page
    laid.done("rules", "doc", "--out", str(file), "--language", "en")
    assert file.read_text(encoding="utf-8").count("| no case |") == len(RULES)


def test_a_page_that_cannot_be_written_says_where(laid, tmp_path):
    """A folder that is not there is a slip of the finger."""
    result = laid.retour("rules", "doc", "--out", str(tmp_path / "nowhere" / "regles.md"))
    assert result.code == 3
    assert "nowhere" in result.err


def test_a_code_nobody_knows_is_refused(laid):
    """With what may be written instead."""
    result = laid.retour("explain", "B-77")
    assert result.code == 3
    assert "'B-77'" in result.err
    assert "config/places.csv" in result.err


def test_the_page_never_replaces_a_file_of_another_kind(laid, tmp_path):
    """A mistyped name must not cost somebody the committee's pack."""
    pack = tmp_path / "dossier.pdf"
    pack.write_bytes(b"%PDF-1.7")
    said = laid.retour("rules", "doc", "--out", str(pack))
    assert (said.code, "rules.md" in said.err) == (3, True)
    assert pack.read_bytes() == b"%PDF-1.7"
