"""A restricted stage from the tablet to the focal point, and past every analyst."""

import pytest
from sqlalchemy import text

from .ground import CANARIES, NAME

SETTING = 'name = "household"'


def restrict(ground):
    """The setting is written into the programme's file."""
    settings = ground.settings.read_text("utf-8")
    assert SETTING in settings
    ground.settings.write_text(settings.replace(SETTING, f"{SETTING}\nrestricted = true"), "utf-8")


def unrestrict(ground):
    """The line is lost."""
    ground.settings.write_text(ground.settings.read_text("utf-8").replace("restricted = true", ""), "utf-8")


def as_role(ground, role, query):
    """The rows that this role gets."""
    with ground.engine.connect() as connection:
        connection.execute(text(f"SET ROLE {role}"))
        return [tuple(row) for row in connection.execute(text(query))]


def shown(ground):
    """What stands in ``reporting``: rows by view. What the rules ask is the same in every programme."""
    found = {table: rows for table, rows in ground.snapshot().items() if table.startswith("reporting.")}
    del found["reporting.rule"]
    return found


@pytest.fixture
def closed(ground):
    """One household, closed before the first run."""
    restrict(ground)
    ground.filled = ground.fill()
    ground.run()
    return ground


def test_a_restricted_stage_never_reaches_analysts(closed):
    """Neither its answers nor that there is one."""
    assert [rows for rows in shown(closed).values() if rows] == []
    assert closed.run()["forms"][0]["decoded"] == 1
    assert as_role(closed, "retour_analyst", "SELECT * FROM reporting.form_status") == []
    assert as_role(closed, "retour_focal_point", "SELECT full_name FROM protected.household") == [(NAME,)]
    assert as_role(closed, "retour_focal_point", "SELECT decoded_count FROM protected.form_status") == [(1,)]


def test_it_is_rebuilt_to_the_same_rows(closed):
    """After an edit, a deletion and a new one."""
    closed.edit(closed.filled, children=5)
    closed.delete(closed.fill(village="Tenkodogo"))
    closed.fill(village="Garango 2")
    closed.run()
    before = closed.snapshot()
    assert len(before["protected.household"]) == 2
    closed.done("build", "--rebuild")
    assert closed.snapshot() == before


def test_a_stage_restricted_later_leaves_reporting_even_where_it_is_switched_off(ground):
    """Whoever closes a stage stops collecting it too, and its old views must not stay behind."""
    ground.fill()
    ground.run()
    assert shown(ground)["reporting.household"]
    restrict(ground)
    text_now = ground.settings.read_text("utf-8")
    ground.settings.write_text(text_now.replace(SETTING, f"{SETTING}\nenabled = false"), "utf-8")
    ground.done("build")
    assert [rows for rows in shown(ground).values() if rows] == []
    assert ground.rows("SELECT count(*) FROM protected.household") == [(1,)]


def test_a_lost_setting_stops_the_run_and_says_no_answer(closed):
    """Exit code 3, what to write, and everything still closed."""
    unrestrict(closed)
    said = closed.retour("run")
    assert said.code == 3
    assert "restricted = true" in said.all
    assert not [canary for canary in CANARIES if canary in said.all]
    assert [rows for rows in shown(closed).values() if rows] == []
