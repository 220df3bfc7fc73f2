"""What an older edition called a name stays closed, whatever the workbook says of the same question today."""

from tests.xlsform.drawn import row

from .ground import NAME, household


def test_a_question_that_once_asked_for_a_name_is_never_opened(bare):
    """Autonamed questions are used again: the names given under the old one stand in the same column."""
    bare.lay(household(row("text", "remark", "Nom du conjoint", privacy="identity"))).done("forms", "deploy")
    bare.fill(remark=NAME)
    bare.run()
    bare.write_form(household(row("text", "remark", "Remarque", privacy="open")))
    bare.done("forms", "deploy", "--accept", "another question under the old name")
    bare.fill(remark="bon")
    bare.run()
    assert NAME not in str([rows for table, rows in bare.snapshot().items() if table.startswith("reporting.")])
    assert bare.rows("SELECT count(remark) FROM answers.household") == [(2,)]


def test_a_question_opened_by_mistake_leaves_its_view_at_the_next_build(ground):
    """No deployment is needed: the office closes it in its own workbook."""
    ground.fill()
    ground.run()
    closed = household()
    closed["survey"] = [r | ({"privacy": "sensitive"} if r["name"] == "village" else {}) for r in closed["survey"]]
    ground.write_form(closed)
    ground.done("build")
    assert "village" not in str(ground.snapshot()["reporting.household"])


def test_a_number_that_becomes_an_identity_is_the_same_after_a_rebuild(ground):
    """Identifying numbers are kept as text: rows decoded before must not stay numbers until somebody rebuilds."""
    ground.fill()
    ground.run()
    identity = household()
    identity["survey"] = [r | ({"privacy": "identity"} if r["name"] == "children" else {}) for r in identity["survey"]]
    ground.write_form(identity)
    ground.run()
    before = ground.snapshot()
    ground.run("--rebuild")
    assert ground.snapshot() == before
