"""A new version of the model: for the people an office has and for what it decided, by an explicit command."""

import json
from uuid import uuid4

import pytest
from sqlalchemy import text

from .whoiswho import CARDS, a_copy, a_programme

ONE, TWO, *_ = CARDS
ENOUGH = 40


@pytest.fixture(scope="module")
def programme(tmp_path_factory, database_url, migrated_template):
    """Somebody was registered twice with two cards."""
    folder = tmp_path_factory.mktemp("renewed") / "programme"
    with a_programme(folder, database_url, migrated_template) as ground:
        ground.register(ONE)
        ground.run()
        ground.register(TWO, surname="SAVADOGO", on="2026-01-12")
        ground.run()
        yield ground


@pytest.fixture
def office(programme, tmp_path):
    """A copy of it, for one test to change."""
    yield from a_copy(programme, tmp_path)


def model_of(ground):
    return json.loads((ground.folder / "config/linkage.json").read_text("utf-8"))


def reviewed(ground, count):
    """So many pairs like the one there is, all decided the same; whoever they were is deleted since."""
    copies = [{"a": f"uuid:{n:03}a#who", "b": f"uuid:{n:03}b#who", "i": uuid4()} for n in range(count)]
    with ground.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO registry.pair SELECT :a, :b, weight, parts FROM registry.pair WHERE left_id !~ '^uuid:[0-9]{3}a#' LIMIT 1"
            ),
            copies,
        )
        connection.execute(
            text(
                "INSERT INTO registry.link_decision (decision_id, left_id, right_id, left_code, right_code, verdict, why,"
                " decided_by, decided_at) VALUES (:i, :a, :b, '', '', 'same', 'seen', 'A', now())"
            ),
            copies,
        )
        connection.execute(text("INSERT INTO registry.applied_decision SELECT decision_id FROM registry.link_decision"))


def test_a_new_version_is_written_and_the_one_before_kept(office):
    """Somebody must be able to go back."""
    before = model_of(office)
    said = office.typing("link", "renew")
    assert (said.exit_code, model_of(office)["records"]) == (0, 2)
    assert "frozen for 2 records" in said.output
    assert model_of(office)["version"].startswith(before["version"] + " 20")
    assert json.loads((office.folder / "config/linkage.json.before").read_text("utf-8")) == before


def test_nobody_is_linked_with_it_before_a_rebuild(office):
    """Pairs weighed by two models must never stand side by side."""
    office.typing("link", "renew")
    refused = office.retour("link", "run")
    assert (refused.code, "link run --rebuild" in refused.err) == (3, True)
    assert office.retour("link", "run", "--rebuild").code == 0
    assert office.retour("link", "run").code == 0


def test_a_trial_writes_nothing(office):
    """One looks before one rebuilds."""
    before = model_of(office)
    assert "Nothing was written" in office.typing("link", "renew", "--dry-run").output
    assert model_of(office) == before
    assert not (office.folder / "config/linkage.json.before").exists()


def test_few_decisions_teach_nothing(office):
    """Three answers are chance."""
    reviewed(office, 3)
    before = model_of(office)["comparisons"]["surname"]
    assert "3 reviewed pairs, and 40 are needed" in office.typing("link", "renew").output
    assert model_of(office)["comparisons"]["surname"] == before


def test_decisions_teach_the_weights(office):
    """The office knows its own clerks better than we do."""
    reviewed(office, ENOUGH)
    before = model_of(office)["comparisons"]
    assert "Weights learned from 40 reviewed pairs" in office.typing("link", "renew").output
    assert model_of(office)["comparisons"] != before


def test_an_empty_office_is_told_so(tmp_path, database_url, migrated_template):
    """Nothing to freeze is no model."""
    with a_programme(tmp_path / "programme", database_url, migrated_template) as ground:
        refused = ground.retour("link", "renew")
        assert (refused.code, "nobody was linked yet" in refused.err) == (3, True)
