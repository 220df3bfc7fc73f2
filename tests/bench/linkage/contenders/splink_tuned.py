"""Splink at its best: keys by sound, swapped names, one joint level for a household, rarity, and EM on this file."""

import re
import sys
import time
from pathlib import Path
from typing import Any

import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from ..judge import judged, say
from .comparisons import BLOCKS, read

_SWAPPED = "s_l = g_r AND g_l = s_r"


def _levels(name: str, null: str, *levels: str, rare: str = "") -> cl.CustomComparison:
    """A comparison whose first level may carry a term-frequency adjustment on the column ``rare``."""
    made: list[Any] = [cll.CustomLevel(level) for level in levels]
    if rare:
        made[0] = made[0].configure(tf_adjustment_column=rare)
    return cl.CustomComparison(
        [cll.CustomLevel(null).configure(is_null_level=True), *made, cll.ElseLevel()], output_column_name=name
    )


def _name(key: str, plain: str, bones: str, *more: str) -> cl.CustomComparison:
    near = f"jaro_winkler_similarity({key}_l, {key}_r)"
    return _levels(
        f"name_{key}", f"{key}_l IS NULL OR {key}_r IS NULL", f"{key}_l = {key}_r", _SWAPPED, f"{near} > 0.92", *more,
        f"{near} > 0.87", f"{bones}_l = {bones}_r", f"{near} > 0.77", rare=key,
    )  # fmt: skip


_BIRTH = _levels(
    "birth", "y_l IS NULL OR y_r IS NULL", "day_l = day_r", "right(day_l, 5) = right(day_r, 5) AND abs(y_l - y_r) < 3",
    "day_l IS NOT NULL AND day_r IS NOT NULL AND y_l = y_r", "day_l IS NOT NULL AND day_r IS NOT NULL",
    "y_l = y_r", "abs(y_l - y_r) = 1", "abs(y_l - y_r) = 2", "abs(y_l - y_r) < 6",
)  # fmt: skip
_NEAR_FATHER = "(f_l = f_r)"
_NEAR_MOTHER = "(m_l = m_r)"
_OTHER_PARENT = f"NOT {_NEAR_FATHER} OR NOT {_NEAR_MOTHER}"
# What people of one household have in common, counted together: five comparisons would each count it anew.
_SHARED = (
    "((CASE WHEN phone_l = phone_r THEN 1 ELSE 0 END) + (CASE WHEN commune_l = commune_r AND v_l = v_r THEN 1 ELSE 0 END)"
    " + (CASE WHEN batch_l = batch_r THEN 1 ELSE 0 END)"
    f" + (CASE WHEN {_NEAR_FATHER} THEN 1 ELSE 0 END) + (CASE WHEN {_NEAR_MOTHER} THEN 1 ELSE 0 END))"
)
_HOUSEHOLD = _levels(
    "household", "phone_l IS NULL AND commune_l IS NULL AND batch_l IS NULL AND f_l IS NULL AND m_l IS NULL",
    f"({_OTHER_PARENT}) AND {_SHARED} > 2", f"({_OTHER_PARENT}) AND {_SHARED} > 1", _OTHER_PARENT,
    f"{_SHARED} > 4", f"{_SHARED} > 3", f"{_SHARED} > 2", f"{_SHARED} > 1 AND phone_l = phone_r", f"{_SHARED} > 1",
    "phone_l = phone_r", f"{_SHARED} > 0", "commune_l = commune_r",
)  # fmt: skip


def main(file: Path) -> None:
    """Trains, predicts, prints the figures."""
    begin = time.perf_counter()
    rules: list[Any] = [re.sub(r"\bb\.", "r.", re.sub(r"\ba\.", "l.", rule)) for rule in BLOCKS]
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="n",
        retain_matching_columns=False,
        comparisons=[
            _name("s", "sname", "sb"),
            _name("g", "gname", "gb", "g1_l IN (g1_r, g2_r) OR g2_l IN (g1_r, g2_r)"),
            _BIRTH,
            cl.ExactMatch("sex"),
            _HOUSEHOLD,
        ],
        blocking_rules_to_generate_predictions=rules,
    )
    api = DuckDBAPI(connection=read(file))
    linker = Linker(api.register("record"), settings, log_level="ERROR")
    training = linker.training
    training.estimate_probability_two_random_records_match([block_on("s", "g", "day")], recall=0.25)
    training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    # Blocked on both names, EM takes the many namesakes of a large file for the people it looks for (F1 .77 at 100,000).
    training.estimate_parameters_using_expectation_maximisation(block_on("g", "phone"))
    training.estimate_parameters_using_expectation_maximisation(block_on("day"))
    found = linker.inference.predict(threshold_match_weight=-8).as_duckdbpyrelation()
    scored = found.select("n_l, n_r, match_weight").fetchnumpy()
    seconds = time.perf_counter() - begin
    say(seconds, judged(file, scored["n_l"], scored["n_r"], scored["match_weight"]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
