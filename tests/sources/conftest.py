"""Servers and sources that every test of this room asks for."""

import pytest

from pipeline.sandbox.accounts import Account
from pipeline.sandbox.serve import running as practising
from pipeline.sources import open_deployer, open_source
from tests.xlsform.drawn import row, save, sheets

from .tiny import TOKEN, UID, Tiny, a_row, running

OWNER, GUEST = "a" * 40, "b" * 40


@pytest.fixture
def tiny():
    """A running server with ten rows, whose ids have gaps."""
    with running(Tiny([a_row(n) for n in range(2, 22, 2)])) as server:
        yield server


@pytest.fixture
def waits():
    """Seconds that a source would have slept."""
    return []


@pytest.fixture
def source(tiny, waits):
    """The tiny server's project; it never really waits between attempts."""
    return open_source("kobo", tiny.url, uid=UID, token=TOKEN, wait_seconds=0.5, sleep=waits.append)


@pytest.fixture
def door(engine, tmp_path):
    """A deployer and a project on a practice server."""
    path = save(tmp_path / "form.xlsx", sheets(row("text", "village", "Village")))
    people = [Account("owner", OWNER, "x"), Account("guest", GUEST, "x")]
    with practising(engine, people) as url:
        deployer = open_deployer(url, url, token=OWNER, sleep=lambda s: None)
        yield deployer, deployer.deploy_form("form.xlsx", path.read_bytes(), "Form", {}).uid, url
