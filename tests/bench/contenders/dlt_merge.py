"""dlt: its own REST source, merged on the key into PostgreSQL, nested lists as child tables."""

import json
import sys
import time
from pathlib import Path

import dlt
from dlt.sources.rest_api import rest_api_resources


def main(url: str, database_url: str, folder: Path, file_format: str) -> None:
    """Everything at ``url`` into ``database_url``; ``file_format`` '' leaves dlt's own choice."""
    begin = time.perf_counter()
    (rows,) = rest_api_resources(
        {
            "client": {"base_url": url, "paginator": {"type": "json_link", "next_url_path": "next"}},
            "resources": [
                {
                    "name": "survey",
                    "primary_key": "meta/rootUuid",
                    "write_disposition": "merge",
                    "endpoint": {
                        "path": "data/",
                        "params": {"format": "json", "limit": 1000, "start": 0},
                        "data_selector": "results",
                    },
                }
            ],
        }
    )
    pipeline = dlt.pipeline(
        "bench",
        destination=dlt.destinations.postgres(database_url),
        dataset_name="survey_data",
        pipelines_dir=str(folder),
    )
    pipeline.run(rows, **({"loader_file_format": file_format} if file_format else {}))
    seconds = time.perf_counter() - begin
    with pipeline.sql_client() as client:
        found = client.execute_sql("SELECT count(*) FROM survey")
    print(json.dumps({"seconds": seconds, "submissions": found[0][0] if found else 0}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), sys.argv[4])
