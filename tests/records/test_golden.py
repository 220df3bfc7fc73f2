"""Golden stories: submissions a person can read, and exactly the rows they must become."""

import pytest

from pipeline.reports.typed_files import write_tables

from .stories import STORIES, as_xml, read_story

TOLD_TWICE = [story for story in STORIES if (story / "instances").is_dir()]


@pytest.mark.parametrize("folder", STORIES, ids=lambda folder: folder.name)
def test_a_story_gives_exactly_its_rows(folder, tmp_path):
    """Whoever changes decoding sees in a CSV what changes for the analyst."""
    story = read_story(folder)
    files = write_tables(story.decoder.decode(story.items), story.planned.tables, tmp_path, "csv")
    assert {f.name: f.read_text(encoding="utf-8") for f in files} == {
        f.name: f.read_text(encoding="utf-8") for f in (folder / "expected").iterdir()
    }


@pytest.mark.parametrize("folder", TOLD_TWICE, ids=lambda folder: folder.name)
def test_xml_and_json_of_one_submission_give_the_same_rows(folder):
    """A backfill from Briefcase must not change what the server's export gave."""
    story = read_story(folder)
    by_json = story.decoder.decode(story.items)
    by_xml = story.decoder.decode(as_xml(folder, story.items))
    assert by_xml == by_json
    assert by_json.decoded_count == len(story.items)
