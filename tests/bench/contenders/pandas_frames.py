"""pandas: all pages into one list, ``json_normalize`` for submissions, repeat and attachments, ``to_sql`` for each."""

import json
import sys
import time

import pandas as pd
import requests
from sqlalchemy import create_engine, text

KEY = "meta/rootUuid"
LISTS = ["sales", "_attachments", "_geolocation"]


def read_all(url: str) -> list[dict]:
    """Every row of the data list, page after page as its answers say."""
    rows: list[dict] = []
    following = f"{url}data/?format=json&limit=1000&start=0"
    with requests.Session() as session:
        while following:
            answer = session.get(following, timeout=60)
            answer.raise_for_status()
            page = answer.json()
            rows += page["results"]
            following = page["next"]
    return rows


def main(url: str, database_url: str) -> None:
    """Three tables, replaced."""
    begin = time.perf_counter()
    rows = read_all(url)
    for row in rows:
        row.setdefault("sales", [])
    frames = {
        "survey": pd.json_normalize(rows).drop(columns=LISTS),
        "sales": pd.json_normalize(rows, "sales", [KEY]),
        "attachments": pd.json_normalize(rows, "_attachments", [KEY]),
    }
    engine = create_engine(database_url.replace("postgresql://", "postgresql+psycopg://"))
    for name, frame in frames.items():
        frame.to_sql(name, engine, if_exists="replace", index=False)
    seconds = time.perf_counter() - begin
    with engine.connect() as connection:
        found = connection.scalar(text("SELECT count(*) FROM survey"))
    print(json.dumps({"seconds": seconds, "submissions": found}))


if __name__ == "__main__":
    main(*sys.argv[1:])
