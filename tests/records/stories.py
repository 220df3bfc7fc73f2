"""The golden stories: a form as a markdown table, submissions, and the rows that must come out."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from pipeline.model.decoded import Item
from pipeline.model.form import Form
from pipeline.model.table import Planned
from pipeline.records.decode import Decoder
from pipeline.records.tables import plan_tables
from pipeline.xlsform.compile import compile_workbook

GOLDEN = Path(__file__).parent.parent / "golden"
STORIES = sorted(path.parent for path in GOLDEN.glob("*/form.md") if (path.parent / "submissions.json").exists())


@dataclass(frozen=True)
class Story:
    """One folder of golden/, compiled and ready to decode."""

    form: Form
    planned: Planned
    decoder: Decoder
    items: list[Item]


def read_story(folder: Path) -> Story:
    """The story with its submissions as KoBoToolbox sends them."""
    form = compile_workbook((folder / "form.md").read_text(encoding="utf-8")).form
    planned = plan_tables(folder.name, form)
    submissions = msgspec.json.decode((folder / "submissions.json").read_bytes(), type=list[msgspec.Raw])
    items = [an_item(number, one) for number, one in enumerate(submissions, 1)]
    return Story(form, planned, Decoder(folder.name, form, planned), items)


def an_item(number: int, body: bytes | msgspec.Raw) -> Item:
    """A submission as the archive hands it over: its bytes untouched."""
    submission = json.loads(bytes(body))
    when = submission.get("_submission_time")
    return Item(
        root_uuid=submission["meta/rootUuid"],
        instance_id=submission.get("meta/instanceID", ""),
        edition_id=number,
        deployment="golden/east",
        zone="east",
        form_version=submission.get("__version__", ""),
        submitted_at=datetime.fromisoformat(when).replace(tzinfo=UTC) if when else None,
        body=bytes(body),
    )


def as_xml(folder: Path, items: list[Item]) -> list[Item]:
    """The same submissions, told by their instance documents."""
    return [
        item._replace(body=(folder / "instances" / f"{number}.xml").read_bytes(), body_format="xml")
        for number, item in enumerate(items, 1)
    ]
