"""COPY alone: bytes made ready beforehand into tables that are there; nothing is read, decoded or checked: the floor."""

import json
import sys
import time
from pathlib import Path

import psycopg

PIECE = 1 << 20


def prepare(database_url: str, folder: Path) -> None:
    """Every filled answers table becomes a file ``<table>.copy`` and is empty afterwards."""
    with psycopg.connect(database_url) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_stat_user_tables WHERE schemaname = 'answers' AND relname LIKE 'survey%'"
        )
        for (table,) in cursor.fetchall():
            with (
                (folder / f"{table}.copy").open("wb") as file,
                cursor.copy(f'COPY answers."{table}" TO STDOUT') as copy,
            ):
                for piece in copy:
                    file.write(piece)
            cursor.execute(f'TRUNCATE answers."{table}"')
    print(json.dumps({"seconds": 0.0, "submissions": 0}))


def load(database_url: str, folder: Path) -> None:
    """Each ``<table>.copy`` of the folder goes into the empty table of that name."""
    begin = time.perf_counter()
    with psycopg.connect(database_url) as connection, connection.cursor() as cursor:
        for path in sorted(folder.glob("*.copy")):
            with path.open("rb") as file, cursor.copy(f'COPY answers."{path.stem}" FROM STDIN') as copy:
                while piece := file.read(PIECE):
                    copy.write(piece)
    seconds = time.perf_counter() - begin
    with psycopg.connect(database_url) as connection:
        found = connection.execute("SELECT count(*) FROM answers.survey").fetchone()
    print(json.dumps({"seconds": seconds, "submissions": found[0] if found else 0}))


if __name__ == "__main__":
    {"prepare": prepare, "load": load}[sys.argv[3]](sys.argv[1], Path(sys.argv[2]))
