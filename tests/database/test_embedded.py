"""The embedded server is one, private, quiet, and goes wherever its programme goes."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import psycopg
import pytest

from pipeline.database import cluster, embedded, place
from pipeline.database.account import server_account
from pipeline.database.binaries import binaries_for
from pipeline.errors import SetupError

from .conftest import ask, place_of

ROOT = Path(__file__).parent.parent.parent
is_root = sys.platform != "win32" and os.geteuid() == 0
START = "import sys; from pathlib import Path; from pipeline.database import embedded\n"
START += "print(embedded.start(Path(sys.argv[1]), fast=True).postmaster.pid, flush=True)\n"


def pid_of(programme):
    """The process of the programme's server, which runs."""
    server = embedded.running(programme)
    assert server is not None
    return server.postmaster.pid


def another_process(programme, then=""):
    """A process that starts the same programme's server and prints its pid."""
    return subprocess.Popen(
        [sys.executable, "-c", START + then, str(programme)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def test_rows_are_there_after_a_stop_and_a_start(lasting_programme):
    """The next command, tomorrow, goes on with the same database at the same port."""
    first = embedded.start(lasting_programme, fast=True)
    ask(first, "CREATE TABLE letters AS SELECT 'é' AS letter")
    assert embedded.stop(lasting_programme)
    assert embedded.running(lasting_programme) is None
    again = embedded.start(lasting_programme, fast=True)
    assert again.place.port == first.place.port
    assert ask(again, "SELECT letter FROM letters") == "é"


def test_sessions_are_in_utc_and_text_is_utf8_and_sorts_alike_everywhere(lasting_programme):
    """A laptop's language or zone must not change what is stored."""
    server = embedded.start(lasting_programme, fast=True)
    assert ask(server, "SHOW timezone") == "UTC"
    assert ask(server, "SHOW server_encoding") == "UTF8"
    assert ask(server, "SELECT datlocale FROM pg_database WHERE datname = current_database()") == "C.UTF-8"
    assert ask(server, "SELECT upper('é')") == "É"


def test_a_second_start_finds_the_running_server(lasting_programme):
    """Every command calls it."""
    first = embedded.start(lasting_programme, fast=True)
    second = embedded.start(lasting_programme, fast=True)
    assert second.postmaster.pid == first.postmaster.pid
    assert not second.was_started


def test_nobody_comes_in_without_a_password_over_tcp(lasting_programme):
    """Every account of the machine can reach 127.0.0.1."""
    server = embedded.start(lasting_programme, fast=True)
    for role in ("retour", "postgres"):
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(host="127.0.0.1", port=server.place.port, user=role, dbname="retour", password="retour")


def test_the_server_listens_on_this_machine_only(lasting_programme):
    """Names of vulnerable people on a café's network would be a disaster."""
    server = embedded.start(lasting_programme, fast=True)
    assert ask(server, "SHOW listen_addresses") == "127.0.0.1"


def test_the_log_leaves_out_what_rows_hold(lasting_programme):
    """PostgreSQL quotes keys and values in its log by default."""
    server = embedded.start(lasting_programme, fast=True)
    ask(server, "CREATE TABLE person (name text PRIMARY KEY, age int)")
    for canary in ("('Aïssatou-Canari', 1), ('Aïssatou-Canari', 2)", "('Canari', 'Aïssatou-Canari')"):
        with pytest.raises(Exception, match=r"(?i)canari"):
            ask(server, f"INSERT INTO person VALUES {canary}")
    with pytest.raises(Exception, match=r"(?i)canari"):
        ask(server, "SELECT 1 FROM person WHERE name = 'Canari' AND nothing_like_it = 1")
    log = server.place.log.read_text(encoding="utf-8")
    assert "ready to accept connections" in log
    assert "canari" not in log.lower()


def test_the_server_does_not_carry_our_tokens(lasting_programme, monkeypatch):
    """It outlives the command, and belongs to another account where we are root."""
    monkeypatch.setenv("KOBO_READ_TOKEN", "canary")
    monkeypatch.setenv("PGDATA", "/nowhere")
    embedded.stop(lasting_programme)
    server = embedded.start(lasting_programme, fast=True)
    carried = psutil.Process(server.postmaster.pid).environ()
    assert not {"KOBO_READ_TOKEN"} & set(carried)
    assert "canary" not in carried.values()


def test_two_processes_starting_at_once_share_one_server(programme):
    """A scheduler and a person do that; two servers on the same files would destroy them."""
    starting = [another_process(programme), another_process(programme)]
    pids = {process.communicate(timeout=60)[0].strip() for process in starting}
    assert len(pids) == 1
    assert all(process.returncode == 0 for process in starting)
    assert pids == {str(embedded.start(programme).postmaster.pid)}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM that a process could survive or not")
def test_the_server_stays_when_its_starter_is_ended_and_stops_when_told(lasting_programme):
    """It is there for the next command, and never a leak nobody can find."""
    embedded.stop(lasting_programme)
    starter = another_process(lasting_programme, "import time; time.sleep(60)")
    pid = int(starter.stdout.readline())
    starter.send_signal(signal.SIGTERM)
    starter.wait(timeout=10)
    assert pid_of(lasting_programme) == pid
    assert embedded.stop(lasting_programme)
    assert not embedded.stop(lasting_programme)


def test_a_port_taken_by_another_program_is_replaced_and_told(lasting_programme):
    """A copied programme has its original's port; the nightly run must go on, the workbooks must be told."""
    old = embedded.start(lasting_programme, fast=True).place.port
    embedded.stop(lasting_programme)
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", old))
        other.listen()
        server = embedded.start(lasting_programme, fast=True)
    assert server.place.port != old
    assert str(old) in server.notices[0]
    assert place_of(lasting_programme).port == server.place.port


def test_a_moved_programme_takes_its_database_along(programme, open_folder):
    """People rename folders."""
    ask(embedded.start(programme, fast=True), "CREATE TABLE kept AS SELECT 1 AS n")
    embedded.stop(programme)
    moved = programme.rename(open_folder / "ailleurs")
    try:
        assert ask(embedded.start(moved, fast=True), "SELECT n FROM kept") == 1
    finally:
        embedded.stop(moved)


def test_a_folder_that_is_no_database_is_never_overwritten(programme):
    """Somebody's files may be in it."""
    stray = programme / "database" / "data" / "thesis.txt"
    stray.parent.mkdir(parents=True)
    stray.write_text("years of work")
    with pytest.raises(SetupError, match="not empty"):
        embedded.start(programme, fast=True)
    assert stray.read_text() == "years of work"


def test_a_first_start_that_was_cut_off_is_begun_again(programme):
    """Somebody closed the laptop in the first second."""
    half = programme / "database" / "data.unfinished" / "base"
    half.mkdir(parents=True)
    assert embedded.start(programme, fast=True).was_started


@pytest.mark.skipif(not is_root, reason="only root hands the server to another account")
def test_below_a_private_folder_the_data_go_where_the_servers_account_can_reach(open_folder):
    """Opening somebody's home to every account of the machine is not ours to do."""
    home, state = open_folder / "home", open_folder / "state"
    programme = home / "programme"
    programme.mkdir(parents=True)
    home.chmod(0o700)
    server = embedded.start(programme, fast=True, state=state)
    try:
        assert server.place.data.is_relative_to(state)
        assert home.stat().st_mode & 0o777 == 0o700
        assert psutil.Process(server.postmaster.pid).uids().real != 0
        copy = home / "copy"
        (copy / "database").mkdir(parents=True)
        (copy / "database" / "server.json").write_bytes((programme / "database" / "server.json").read_bytes())
        embedded.stop(programme)
        with pytest.raises(SetupError, match="copy"):
            embedded.start(copy, fast=True, state=state)
        assert embedded.start(programme, fast=True, state=state).place.data == server.place.data
    finally:
        embedded.stop(programme)


@pytest.mark.skipif(not is_root, reason="only root hands the server to another account")
def test_programs_below_a_private_folder_are_copied_for_the_servers_account(open_folder):
    """A virtual environment in root's home cannot be entered by the account that runs the server."""
    original = binaries_for(None, 18, open_folder)
    hidden = open_folder / "home"
    package = hidden / original.parent.parent.name
    package.mkdir(parents=True)
    (package / original.parent.name).symlink_to(original.parent)
    script = "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1])\n"
    script += "from pipeline.database import account, binaries\n"
    script += "print(binaries.binaries_for(account.server_account(None), 18, Path(sys.argv[2])))"
    (package / "__init__.py").write_text("")
    (hidden / f"{package.name}.libs").symlink_to(original.parent.parent.with_name(f"{package.name}.libs"))
    hidden.chmod(0o700)
    done = subprocess.run(
        [sys.executable, "-c", script, str(hidden), str(open_folder / "state")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(done.stdout.strip()).is_relative_to(open_folder / "state")


def test_a_database_of_an_older_release_keeps_that_releases_programs(programme):
    """An update of the wheel must not leave people before files that nothing can open."""
    account = server_account(None)
    chosen = place.choose(programme, account, programme)
    chosen.data.mkdir(mode=0o700)
    if account:
        os.chown(chosen.data, account.uid, account.gid)
    commands = binaries_for(account, 16, programme)
    words = ["-D", str(chosen.data), "-U", "retour", "-E", "UTF8", "--locale=C", "--no-sync"]
    assert cluster.run(commands, "initdb", words, account).returncode == 0
    with (chosen.data / "postgresql.conf").open("a") as file:
        file.write("include 'retour.conf'\n")
    place.keep(chosen)
    assert ask(embedded.start(programme, fast=True), "SHOW server_version").startswith("16.")
