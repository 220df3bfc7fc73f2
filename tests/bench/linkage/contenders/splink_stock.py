"""Splink with the comparisons of its own library on the columns in small letters without accents, trained by EM with sensible rules."""

import sys
import time
from pathlib import Path

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from ..judge import judged, say

_READ = """
CREATE TABLE record AS SELECT (row_number() OVER ())::INTEGER - 1 AS n, sex, phone, commune, arrival_batch,
    strip_accents(lower(surname)) AS surname, strip_accents(lower(given_names)) AS given_names,
    strip_accents(lower(village)) AS village, strip_accents(lower(father_given)) AS father_given,
    strip_accents(lower(mother_given)) AS mother_given, left(birth_date, 4) AS birth_year,
    -- The library's comparison reads whole dates only; a year alone becomes its first day.
    CASE WHEN length(birth_date) = 10 THEN birth_date ELSE left(birth_date, 4) || '-01-01' END AS birth_date
FROM read_csv(?, header = true, all_varchar = true)
"""
_BLOCKS = [
    block_on("surname", "given_names", "birth_year"),
    block_on("surname", "given_names", "commune"),
    block_on("surname", "birth_date"),
    block_on("given_names", "birth_date"),
    block_on("phone"),
    block_on("given_names", "commune", "village"),
    block_on("given_names", "arrival_batch"),
    block_on("surname", "arrival_batch", "birth_year"),
    block_on("mother_given", "father_given", "commune"),
]


def main(file: Path) -> None:
    """Trains, predicts, prints the figures."""
    begin = time.perf_counter()
    database = duckdb.connect(config={"memory_limit": "5GB"})
    database.execute(_READ, [str(file)])
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="n",
        retain_matching_columns=False,
        comparisons=[
            cl.NameComparison("surname").configure(term_frequency_adjustments=True),
            cl.NameComparison("given_names").configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison("birth_date", input_is_string=True),
            cl.ExactMatch("sex"),
            cl.ExactMatch("phone"),
            cl.ExactMatch("commune").configure(term_frequency_adjustments=True),
            cl.ExactMatch("village").configure(term_frequency_adjustments=True),
            cl.NameComparison("father_given"),
            cl.NameComparison("mother_given"),
            cl.ExactMatch("arrival_batch"),
        ],
        blocking_rules_to_generate_predictions=[*_BLOCKS],
    )
    api = DuckDBAPI(connection=database)
    linker = Linker(api.register("record"), settings, log_level="ERROR")
    training = linker.training
    training.estimate_probability_two_random_records_match(
        [block_on("surname", "given_names", "birth_date")], recall=0.3
    )
    training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    training.estimate_parameters_using_expectation_maximisation(block_on("surname", "given_names"))
    training.estimate_parameters_using_expectation_maximisation(block_on("birth_date"))
    found = linker.inference.predict(threshold_match_weight=-8).as_duckdbpyrelation()
    scored = found.select("n_l, n_r, match_weight").fetchnumpy()
    seconds = time.perf_counter() - begin
    say(seconds, judged(file, scored["n_l"], scored["n_r"], scored["match_weight"]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
