"""What a choice is called, as the newest edition of its form says."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy import Connection

from .tables import choice_label, choice_of

Asked = tuple[str, str, str]


def labels_of_choices(connection: Connection, asked: Collection[Asked], language: str) -> dict[Asked, str]:
    """Labels by (stage, question path, choice), in another language where the form has none in this one."""
    if not asked:
        return {}
    label, of = choice_label.c, choice_of.c
    query = (
        sa.select(of.stage, of.path, label.choice, label.label)
        .join_from(choice_of, choice_label, sa.and_(of.stage == label.stage, of.list == label.list))
        .where(
            of.path == sa.any_(sa.literal(sorted({path for _, path, _ in asked}), sa.ARRAY(sa.Text))),
            label.choice == sa.any_(sa.literal(sorted({choice for _, _, choice in asked}), sa.ARRAY(sa.Text))),
            label.label != "",
        )
        .order_by(label.language == language, label.language)
    )
    return {(stage, path, choice): text for stage, path, choice, text in connection.execute(query)}


def labels_within_stages(connection: Connection, language: str) -> dict[tuple[str, str], str]:
    """Labels by (stage, choice), of choices that one stage calls by one label only; in that language alone."""
    label = choice_label.c
    query = (
        sa.select(label.stage, label.choice, sa.func.min(label.label))
        .where(label.language == language, label.label != "")
        .group_by(label.stage, label.choice)
        .having(sa.func.count(label.label.distinct()) == 1)
    )
    return {(stage, choice): text for stage, choice, text in connection.execute(query)}


def labels_of_lists(connection: Connection, language: str) -> dict[tuple[str, str], str]:
    """Labels by (list, choice) over all stages: lists of one name say the same, the later stage's word counts.

    In another language where a list has none in this one.
    """
    label = choice_label.c
    query = (
        sa.select(label.list, label.choice, label.label)
        .where(label.label != "")
        .order_by(label.language == language, label.language, label.stage)
    )
    return {(name, choice): text for name, choice, text in connection.execute(query)}
