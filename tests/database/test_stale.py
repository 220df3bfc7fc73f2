"""A server starts whatever a dead one left behind: its pid file, its number, its workers."""

import os
from pathlib import Path

import psutil
import pytest

from pipeline.database import embedded
from pipeline.database.account import server_account

from .conftest import ask, place_of


def test_a_server_killed_outright_starts_again_with_what_was_committed(lasting_programme):
    """Power cuts are daily life."""
    embedded.stop(lasting_programme)
    first = embedded.start(lasting_programme, fast=False)
    ask(first, "CREATE TABLE committed AS SELECT 1 AS n")
    killed = psutil.Process(first.postmaster.pid)
    killed.kill()
    psutil.wait_procs([killed], timeout=10)
    again = embedded.start(lasting_programme, fast=False)
    assert again.postmaster.pid != first.postmaster.pid
    assert ask(again, "SELECT n FROM committed") == 1


def write_pid_file(programme, content):
    """The pid file of a stopped programme says that."""
    data = place_of(programme).data
    (data / "postmaster.pid").write_text(content.format(data=data), encoding="utf-8")
    owner = server_account(data)
    if owner:
        os.chown(data / "postmaster.pid", owner.uid, owner.gid)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("", id="empty"),
        pytest.param("\x00\x00 garbage", id="garbage"),
        pytest.param("-17\n{data}\n1\n1\n\n\n\nready\n", id="negative"),
        pytest.param("99999999999999999999\n{data}\n1\n1\n\n\n\nready\n", id="huge"),
        pytest.param("4194000\n{data}\n1700000000\n15432\n\n127.0.0.1\n 1 1\nready\n", id="dead"),
        pytest.param("4194000\n", id="cut"),
    ],
)
def test_a_spoilt_pid_file_does_not_keep_the_server_from_starting(lasting_programme, content):
    """A full disk or a power cut leaves such files, and PostgreSQL itself gives up on them."""
    embedded.start(lasting_programme, fast=True)
    embedded.stop(lasting_programme)
    write_pid_file(lasting_programme, content)
    assert embedded.running(lasting_programme) is None
    assert embedded.start(lasting_programme, fast=True).was_started


def test_a_pid_that_another_program_has_now_is_not_taken_for_the_server(lasting_programme):
    """After a restart of the machine the number in the file is somebody else's."""
    embedded.start(lasting_programme, fast=True)
    embedded.stop(lasting_programme)
    write_pid_file(lasting_programme, f"{os.getpid()}\n{{data}}\n1700000000\n15432\n\n127.0.0.1\n 1 1\nready\n")
    assert embedded.running(lasting_programme) is None
    assert embedded.start(lasting_programme, fast=True).was_started


def test_a_pid_that_another_programmes_server_has_now_is_not_taken_for_ours(lasting_programme, database_url):
    """It is PostgreSQL too: its rows would land in the wrong programme, and stop would end the wrong server."""
    embedded.start(lasting_programme, fast=True)
    embedded.stop(lasting_programme)
    other = embedded.running(Path(os.environ["RETOUR_TEST_SERVER"]))
    assert other is not None
    text_of_other = (other.place.data / "postmaster.pid").read_text(encoding="utf-8")
    write_pid_file(lasting_programme, text_of_other.replace("{", "{{").replace("}", "}}"))
    assert embedded.running(lasting_programme) is None
    assert not embedded.stop(lasting_programme)
    assert embedded.start(lasting_programme, fast=True).postmaster.pid != other.postmaster.pid
    assert psutil.pid_exists(other.postmaster.pid)


def test_a_live_server_whose_pid_file_was_emptied_is_replaced_in_order(lasting_programme):
    """Two servers on the same files must not be: the one without a valid file is stopped first."""
    first = embedded.start(lasting_programme, fast=True)
    ask(first, "CREATE TABLE orderly AS SELECT 1 AS n")
    (first.place.data / "postmaster.pid").write_text("")
    again = embedded.start(lasting_programme, fast=True)
    assert not psutil.pid_exists(first.postmaster.pid) or (
        psutil.Process(first.postmaster.pid).status() == psutil.STATUS_ZOMBIE
    )
    assert ask(again, "SELECT n FROM orderly") == 1
