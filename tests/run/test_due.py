"""What is due, out of the findings as they were stored; the cases behind them are read only where need be."""

from datetime import UTC, date, datetime, timedelta

import pytest

from pipeline.errors import SetupError
from pipeline.planning.late import REVIEW, TASKS
from pipeline.run.judging.judging import Judging
from pipeline.run.linking.touched import Touched
from pipeline.run.planning.due import Due, tasks_in
from tests.rules.cases import policy

from .lived import AWA, BEGUEDO, FATI, GARANGO, ISSA, Lived

TODAY = date(2019, 6, 1)
POLICY = policy(TODAY, orientation__latest_days=120, training__plan_days=90, committee__local_level="commune",
                committee__local_minimum=2, procurement__review_required=False, arrival__follow_up_days=14)  # fmt: skip


@pytest.fixture
def lived(engine):
    """Nobody was met yet."""
    with engine.begin() as connection:
        yield Lived(connection, policy=POLICY)


def due(lived, days=30):
    """Tasks after linking and judging all of it."""
    lived.link()
    book = lived.book()
    Judging(book, datetime(2019, 6, 1, tzinfo=UTC), None).run(Touched(everything=True), "mark")
    return Due(
        TODAY, days, tuple(tasks_in(book, lived.connection, TODAY + timedelta(days=days))), lambda of, choice: choice
    )


def test_whoever_misses_an_orientation_is_late_after_the_time_and_due_before(lived):
    """One came back in January, the other in May; the third was there."""
    lived.register(AWA)
    lived.register(ISSA, on=date(2019, 5, 1))
    lived.register(FATI)
    lived.orient("O-1", FATI)
    found = {one.subject: one for one in due(lived).tasks if one.rule == "orientation.everybody"}
    assert {code: one.state for code, one in found.items()} == {AWA: "late", ISSA: "open"}
    assert found[ISSA].due == date(2019, 8, 30)
    assert "retour orientation plan" in found[AWA].mend


def test_a_place_with_enough_plans_is_a_task_of_its_own(lived):
    """Somebody has to call the committee."""
    for plan, card in (("B-1", AWA), ("B-2", ISSA)):
        lived.register(card)
        lived.draft(plan, card)
    lived.draft("B-3", AWA, commune=BEGUEDO)
    found = [one for one in due(lived).tasks if one.kind == "locality"]
    assert [(one.subject, one.commune, one.state, one.since) for one in found] == [(GARANGO, GARANGO, "late", None)]


def test_a_plan_that_waits_for_its_review_is_procurements_task(lived):
    """Without it the plan never reaches a committee, and no rule has a day for it."""
    lived.policy = policy(TODAY, procurement__review_required=True)
    lived.register(AWA)
    lived.draft("B-1", AWA, on=date(2019, 3, 4))
    lived.draft("B-2", AWA, on=date(2019, 3, 5))
    lived.meet("M-1", ("B-2", "rejected"))
    found = [one for one in due(lived).tasks if one.what == "revue de l'acquisition"]
    assert [(one.subject, one.state, one.since) for one in found] == [("B-1", "open", date(2019, 3, 4))]
    lived.policy = policy(TODAY, procurement__review_required=False)
    assert all(one.what != "revue de l'acquisition" for one in due(lived).tasks)


def test_counts_say_how_many_of_each_kind_a_commune_has_and_since_when(lived):
    """The first page of a month's planning."""
    lived.register(AWA)
    lived.register(ISSA, on=date(2019, 5, 1))
    lived.register(FATI, commune=BEGUEDO)
    told = [row[1:] for row in due(lived).counts() if row[2] == "orientation"]
    assert told == [
        (BEGUEDO, "orientation", 1, 0, 0, date(2019, 1, 10)),
        (GARANGO, "orientation", 1, 1, 0, date(2019, 1, 10)),
    ]


def test_nobody_is_named_and_every_task_belongs_to_a_rule(lived):
    """The list is printed and handed to teams."""
    lived.register(AWA)
    document = due(lived).document()
    assert document["tasks"]
    assert "SAWADOGO" not in repr(document)
    assert {one["rule"] for one in document["tasks"]} <= TASKS.keys() | {REVIEW}


def test_a_programme_whose_rules_were_never_asked_does_not_say_that_all_is_well(lived):
    """Right after an upgrade nothing is stored yet."""
    assert list(tasks_in(lived.book(), lived.connection, TODAY)) == []
    lived.register(AWA)
    lived.link()
    with pytest.raises(SetupError, match="retour build"):
        list(tasks_in(lived.book(), lived.connection, TODAY))
