"""retour: what ``retour run`` does in a programme, once or several times."""

import json
import sys
import time
from pathlib import Path

from pipeline.run.daily import run_all, run_build, run_pull
from pipeline.run.telling import Silent


def main(folder: Path, job: str) -> None:
    """Pull and build (``load``), pull everything again (``again``), or one of the two alone."""
    begin = time.perf_counter()
    if job == "pull":
        report = run_pull(folder, Silent())
    elif job == "build":
        report = run_build(folder, Silent())
    else:
        report = run_all(folder, Silent(), scan=job == "again")
    (book,) = report.books
    done = {"seconds": time.perf_counter() - begin, "rows_written": report.rows_written}
    assert job == "pull" or report.exit_code == 0, book.reason
    print(json.dumps(done | {"submissions": book.archived}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
