"""The process beside a large pull: told of each page on standard input, it builds the stage; see ``beside``."""

import pickle
import sys
import uuid
from datetime import datetime
from pathlib import Path


def main(folder: Path, deployment: str, run_id: uuid.UUID, at: datetime) -> None:
    """The stage of the deployment is built; what was done goes out on standard output."""
    # openpyxl takes it in wherever it is found: 15 MB that nothing in this process counts with.
    sys.modules["numpy"] = None  # type: ignore[assignment]
    from ...database.opening import open_database
    from ...settings import find_stage, load_settings
    from ..session import Session
    from ..telling import Silent
    from .beside import Told
    from .build import build_beside
    from .collecting import rare_collections

    del sys.modules["numpy"]
    settings = load_settings(folder)
    with open_database(settings.database_url, settings.folder) as database, rare_collections():
        session = Session(settings, database, Silent(), at, run_id)
        stage = find_stage(settings, deployment.partition("/")[0])
        built = build_beside(session, stage, Told(deployment, sys.stdin.buffer))
    pickle.dump(built, sys.stdout.buffer)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], uuid.UUID(sys.argv[3]), datetime.fromisoformat(sys.argv[4]))
