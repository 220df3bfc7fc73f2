"""The weights of the sustainability survey speak of the questions and answers that the form has."""

import csv

from .forms import CONFIG, form_of

NOT_SCORED = {"no_answer", "no_children"}


def weights():
    """Rows of config/rss_weights.csv."""
    with (CONFIG / "rss_weights.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def items():
    """Scored questions of the form by name."""
    named = {row["question"] for row in weights()}
    return {question.name: question for question in form_of("sustainability").questions if question.name in named}


def test_every_answer_of_an_item_has_points_or_is_no_score():
    """A new answer without points would drop people from the score, unseen."""
    lists = form_of("sustainability").lists
    for name, question in items().items():
        scored = {row["answer"] for row in weights() if row["question"] == name}
        offered = {choice.name for choice in lists[str(question.choice_list)]}
        assert scored == offered - NOT_SCORED, name


def test_every_item_of_the_form_is_weighted():
    """A question that is asked and never counted wastes a person's patience."""
    asked = {
        q.name
        for q in form_of("sustainability").questions
        if q.path.startswith("rss/") and (q.choice_list or "").startswith("rss_")
    }
    assert asked == set(items())


def test_points_go_from_nought_to_one_the_best_answer_first():
    """Items that are worded the other way round are turned in the csv, and nowhere else."""
    for name in items():
        points = [float(row["points"]) for row in weights() if row["question"] == name]
        assert points == sorted(points, reverse=True)
        assert (points[0], points[-1]) == (1, 0)


def test_hardship_scores_nothing():
    """The fixture for the reversed items: 'often' is the worst answer of these."""
    points = {(row["question"], row["answer"]): float(row["points"]) for row in weights()}
    for item in ("food_cut", "borrows_often", "family_tension", "treated_worse", "distress"):
        assert (points[item, "never"], points[item, "often"]) == (1, 0)
    assert (points["joins_events", "often"], points["wants_support", "no"], points["seeks_work", "no"]) == (1, 1, 1)


def test_the_weights_are_equal_and_say_that_they_are_not_official():
    """No official table was found; a reader must never take these for one."""
    assert {row["weight"] for row in weights()} == {"1"}
    assert {row["status"] for row in weights()} == {"non officiel"}
    assert {row["dimension"] for row in weights()} == {"economic", "social", "psychosocial"}


def test_thirty_items_are_asked():
    """Twenty-nine carry points; why someone looks for work, or leaves, is asked in words."""
    names = {question.name for question in form_of("sustainability").questions}
    assert len(items()) == 29
    assert {"seeks_work_why", "leaving_why"} <= names
