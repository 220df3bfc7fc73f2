"""The model as Splink's settings: fixed weights, nothing to train."""

from typing import Any

from .comparisons import COMPARISONS, SILENT, Condition
from .model import Level, Model


def splink_settings(model: Model, *, jaro_winkler: str = "jaro_winkler_similarity") -> dict[str, Any]:
    """Settings for ``splink.Linker``; ``jaro_winkler`` is what the engine calls that function."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "row",
        "probability_two_random_records_match": 1 / (1 + model.records / model.mentions),
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": True,
        "blocking_rules_to_generate_predictions": ["l.row = r.row"],
        "comparisons": [
            {
                "output_column_name": field,
                "comparison_levels": [
                    _level(condition, model.comparisons[field].get(condition.level), jaro_winkler)
                    for condition in conditions
                ],
            }
            for field, conditions in COMPARISONS.items()
        ],
    }


def level_of(field: str, gamma: int) -> str:
    """The level's name for the number Splink gives it: -1 is silence, 0 the last level, then upward."""
    return SILENT if gamma == -1 else _spoken(field)[-1 - gamma]


def gamma_of(field: str, level: str) -> int:
    """The number Splink gives the level."""
    return -1 if level == SILENT else len(_spoken(field)) - 1 - _spoken(field).index(level)


def _spoken(field: str) -> list[str]:
    return [condition.level for condition in COMPARISONS[field] if condition.level != SILENT]


def _level(condition: Condition, level: Level | None, jaro_winkler: str) -> dict[str, Any]:
    sql = condition.sql.replace("jaro_winkler_similarity", jaro_winkler)
    document: dict[str, Any] = {"sql_condition": sql, "label_for_charts": condition.level}
    if level is None:
        return document | {"is_null_level": True}
    document |= {"m_probability": level.m, "u_probability": level.u}
    if condition.rarity:
        document |= {"tf_adjustment_column": condition.rarity, "disable_tf_exact_match_detection": True}
    return document
