"""Killed anywhere, a pull resumes to the same content, and the bookmark is never ahead of it."""

import dataclasses
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from pipeline.archive.bookmarks import Bookmark
from pipeline.model.submission import Received

from .samples import a_photo, a_submission, an_archive, count, held

PAGES = 5
SIZE = 230

PULL = """
    import sys
    from sqlalchemy import create_engine
    from tests.archive.test_killed import pull

    pull(create_engine(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
"""


class Deadly(Received):
    """A submission that ends the process when its row is written: in the middle of a COPY."""

    @property
    def submitted_by(self):
        """Nobody: nothing before the COPY asks."""
        os._exit(9)


def a_page(number):
    """One page of the server, large enough to train a dictionary."""
    return [a_submission(n, attachments=(a_photo(),)) for n in range(number * SIZE, (number + 1) * SIZE)]


def deadly(submission):
    """The same submission, deadly."""
    fields = {f.name: getattr(submission, f.name) for f in dataclasses.fields(Received)}
    dead = object.__new__(Deadly)
    for name, value in fields.items():
        if name != "submitted_by":
            object.__setattr__(dead, name, value)
    return dead


def pull(engine, pages, moment):
    """A pull that goes on from its bookmark and ends its process after so many pages: ``between`` two, or ``within``."""
    archive = an_archive(engine)
    for done, number in enumerate(range(int(archive.bookmark("page") or -1) + 1, PAGES)):
        page = a_page(number)
        if done == pages and moment == "between":
            os._exit(9)
        if done == pages and moment == "within":
            page[200] = deadly(page[200])
        archive.store_page(page, Bookmark("page", str(number)))


@pytest.mark.parametrize(("pages", "moment"), [(2, "between"), (0, "within"), (2, "within")])
def test_a_killed_pull_resumes_to_the_same_content(engine, pages, moment):
    """A tablet centre's power fails twice a day; the bookmark is never ahead of what is stored."""
    url = engine.url.render_as_string(hide_password=False)
    script = [sys.executable, "-c", textwrap.dedent(PULL), url, str(pages), moment]
    root = Path(__file__).parents[2]
    assert subprocess.run(script, check=False, cwd=root, env=os.environ | {"PYTHONPATH": str(root)}).returncode == 9
    assert count(engine, "archive.submission") == count(engine, "archive.edition") == pages * SIZE
    assert an_archive(engine).bookmark("page") == (str(pages - 1) if pages else None)
    pull(engine, PAGES, "never")
    expected = {r.root_uuid: r.body for number in range(PAGES) for r in a_page(number)}
    assert {k: a.body for k, a in held(engine).items()} == expected
    assert count(engine, "archive.edition") == PAGES * SIZE
