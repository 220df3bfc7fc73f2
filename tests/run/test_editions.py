"""A form changes while tablets keep the old one for weeks: both editions stand in one table, whatever the order."""

import pytest
from sqlalchemy import text

from pipeline.simulation.tablet import Tablet
from tests.xlsform.drawn import row

from .conftest import a_ground
from .ground import ANSWERS, FILLED_AT, TOKEN, household, opened

INCOME = row("decimal", "income", "Revenu", privacy="open")
CHILDREN = row("date", "children", "Naissance du plus jeune enfant", privacy="open")


@pytest.fixture(scope="module")
def two_editions(tmp_path_factory, database_url, migrated_template):
    """A question is added and another changes its type; an old tablet sends after the new ones."""
    with a_ground(tmp_path_factory.mktemp("editions") / "programme", database_url, migrated_template) as ground:
        ground.lay().done("forms", "deploy")
        tablet = Tablet(ground.url, TOKEN)
        old_form = opened(tablet.fetch(ground.uid()).xform)
        ground.first = ground.fill()
        ground.run()
        ground.write_form(household(CHILDREN, INCOME, without=("children",)))
        ground.refused = ground.retour("forms", "deploy")
        ground.accepted = ground.done("forms", "deploy", "--accept", "the birthday is asked now")
        ground.second = ground.fill(children="2019-05-20", income="12500.25")
        ground.third = old_form.fill(ANSWERS | {"children": 9}, now=FILLED_AT, instance_id="old-tablet")
        tablet.send(ground.third.xml)
        ground.report = ground.run()
        yield ground


def test_answers_of_both_editions_are_read(two_editions):
    """Nobody has to collect a form twice because it was improved."""
    assert two_editions.report["forms"][0]["decoded"] == 3
    assert two_editions.report["balanced"]
    assert two_editions.row_of(two_editions.second, "village, income::text") == [("Garango", "12500.25")]
    assert two_editions.rows("SELECT count(village), count(income) FROM answers.household") == [(3, 1)]


def test_a_changed_type_keeps_the_answers_of_both(two_editions):
    """A number stays a number and a day a day: the new answers have a column of their own."""
    columns = two_editions.rows(
        "SELECT \"column\" FROM answers.column_name WHERE path = 'children' AND \"table\" = 'household' ORDER BY 1"
    )
    assert len(columns) == 2
    old, new = (name for (name,) in columns)
    assert two_editions.row_of(two_editions.first, f"{old}, {new}::text") == [(3, None)]
    assert two_editions.row_of(two_editions.third, f"{old}, {new}::text") == [(9, None)]
    assert two_editions.row_of(two_editions.second, f"{old}, {new}::text") == [(None, "2019-05-20")]


def test_a_rebuild_over_two_editions_gives_the_same_rows(two_editions):
    """Columns keep their names and their places."""
    before = two_editions.snapshot()
    assert two_editions.run("--rebuild")["balanced"]
    assert two_editions.snapshot() == before


def test_a_breaking_change_is_refused_until_somebody_says_why(two_editions):
    """The reports read that question; the person who changed the form may not know."""
    assert two_editions.refused.code == 3
    assert "household.xlsx → household/centre" in two_editions.refused.err
    assert "'children'" in two_editions.refused.err
    assert "--accept" in two_editions.refused.err


def test_the_reason_for_a_breaking_change_is_kept(two_editions):
    """Months later somebody asks why the column is empty."""
    query = "SELECT counts ->> 'accepted' FROM ops.run WHERE command = 'forms deploy' AND outcome = 'done'"
    assert ("the birthday is asked now",) in two_editions.rows(query)


def test_views_that_analysts_built_on_ours_survive_a_new_question(ground):
    """A new question must not break a report."""
    ground.fill()
    ground.run()
    with ground.engine.begin() as connection:
        connection.execute(text("CREATE VIEW reporting.mine AS SELECT village, children FROM reporting.household"))
    ground.write_form(household(INCOME))
    ground.done("forms", "deploy")
    ground.fill(income="1")
    ground.run()
    assert ground.rows("SELECT count(*), sum(children) FROM reporting.mine") == [(2, 6)]
    assert ground.rows("SELECT sum(income)::text FROM reporting.household") == [("1.0",)]
