"""The honest baseline: weights written by hand, summed as log-odds in DuckDB SQL over a union of blocks.

Written without knowledge of the linker. Weights are rounded binary logarithms of how often a level is met among
true and among false candidate pairs of files of both generators that no figure is taken from, then mended by hand:
what a household shares counts once.
"""

import sys
import time
from pathlib import Path

from ..judge import judged, say
from .comparisons import compare

_SURE = 1.0

SCORED = f"""
SELECT l, r,
    CASE WHEN near_s = {_SURE} THEN 0.5 * least(rare_s, 12) WHEN near_s > 0.92 THEN 0.4 * least(rare_s, 12)
         WHEN near_s > 0.87 THEN 0.25 * least(rare_s, 12) WHEN bones_s AND straight THEN 2 WHEN near_s > 0.80 THEN 0.5
         WHEN near_s > 0.72 THEN -2 ELSE -5 END
    + CASE WHEN near_g = {_SURE} THEN 1 + 0.6 * least(rare_g, 10) WHEN near_g > 0.92 THEN 1 + 0.45 * least(rare_g, 10)
           WHEN part THEN 2 WHEN near_g > 0.87 THEN 1.5 WHEN bones_g AND straight THEN 2 WHEN near_g > 0.77 THEN 0
           WHEN near_g > 0.67 THEN -2.5 ELSE -4.5 END
    + CASE birth WHEN 'day' THEN 7 WHEN 'year off' THEN 6.5 WHEN 'year' THEN 3.5 WHEN 'near 1' THEN 0.5 WHEN 'none' THEN 0
           WHEN 'near 2' THEN -1 WHEN 'other day' THEN -4 ELSE -7.5 END
    + CASE sex WHEN 'same' THEN 0.5 WHEN 'other' THEN -4.5 ELSE 0 END
    + CASE WHEN straight THEN 0 ELSE -1 END
    + least(7, CASE phone WHEN 'same' THEN 4 ELSE 0 END
               + CASE place WHEN 'village' THEN 3 WHEN 'village nearly' THEN 3 WHEN 'commune' THEN 2 ELSE 0 END
               + CASE father WHEN 'same' THEN 2 WHEN 'near' THEN 2 ELSE 0 END
               + CASE mother WHEN 'same' THEN 2 WHEN 'near' THEN 2 ELSE 0 END
               + CASE batch WHEN 'same' THEN 2.5 ELSE 0 END)
    + CASE phone WHEN 'other' THEN -1 ELSE 0 END
    + CASE place WHEN 'other' THEN -2 WHEN 'commune only' THEN -4 ELSE 0 END
    + CASE batch WHEN 'other' THEN -2.5 ELSE 0 END
    + CASE father WHEN 'other' THEN -4 ELSE 0 END + CASE mother WHEN 'other' THEN -4.5 ELSE 0 END AS score
FROM compared
"""


def main(file: Path) -> None:
    """Scores the file and prints its figures."""
    begin = time.perf_counter()
    database = compare(file)
    scored = database.execute(f"SELECT * FROM ({SCORED}) WHERE score > -5").fetchnumpy()
    seconds = time.perf_counter() - begin
    say(seconds, judged(file, scored["l"], scored["r"], scored["score"]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
