"""``retour db`` and ``retour doctor`` say what is so."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from pipeline.database import console, disk, embedded, facts, migrate, opening


@pytest.fixture(scope="module")
def opened(lasting_programme):
    with opening.open_database(None, lasting_programme, fast=True) as opened:
        migrate.upgrade(opened.engine)
        yield opened


def test_the_status_of_a_running_database(opened):
    """What a person on the phone with support is asked for."""
    status = console.read_status(opened)
    assert status.is_running
    assert status.is_embedded
    assert status.version.startswith("18.")
    assert status.size_bytes
    assert (status.host, status.port) == ("127.0.0.1", opened.server.place.port)
    assert status.since is not None
    assert status.since.utcoffset() == timedelta(0)
    assert status.step == status.newest_step


def test_the_status_of_a_stopped_database_starts_nothing(open_folder):
    """Asking must not change the answer."""
    assert console.stopped_status(open_folder) == console.Status(is_running=False, is_embedded=True)
    assert embedded.running(open_folder) is None
    assert not (open_folder / "database").exists()


def test_the_shell_talks_to_the_database(opened, capfd):
    """The bundled psql, with the same rights as the pipeline."""
    assert console.open_shell(opened, ("-XAtc", "SELECT current_user, current_setting('timezone')")) == 0
    assert capfd.readouterr().out == "retour|UTC\n"


def test_the_doctor_gets_its_facts(opened, lasting_programme):
    """Each line of the doctor that is about the database."""
    with opened.engine.begin() as connection:
        connection.execute(text("INSERT INTO ops.notice (topic, detail) VALUES ('role', 'tell them')"))
    said = facts.database_facts(opened, lasting_programme, {})
    assert said.version.startswith("18.")
    assert said.encoding == "UTF8"
    assert said.size_bytes > 1_000_000
    assert said.free_bytes
    assert abs(said.clock_skew_seconds) < 1
    assert said.synchronised_by is None
    assert "tell them" in said.notices


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("OneDrive - Croix-Rouge/Réinsertion", "OneDrive"),
        ("Dropbox (Personal)/retour", "Dropbox"),
        ("Library/CloudStorage/GoogleDrive-x/retour", "Google Drive"),
        ("Library/Mobile Documents/com~apple~CloudDocs/retour", "iCloud"),
        ("Nextcloud/retour", "Nextcloud"),
        ("Documents/retour", None),
    ],
)
def test_a_synchronised_folder_is_known_by_its_name(tmp_path, path, service):
    """A synchronised database is a destroyed one, and its copies leave the house."""
    assert disk.synchronised_by(tmp_path / path, {}) == service


def test_a_synchronised_folder_is_known_by_what_the_service_keeps_in_it(tmp_path):
    """People give such folders any name."""
    (tmp_path / "Terrain" / "2026").mkdir(parents=True)
    (tmp_path / "Terrain" / ".sync_0a1b2c.db").touch()
    assert disk.synchronised_by(tmp_path / "Terrain" / "2026", {}) == "Nextcloud"


def test_a_synchronised_folder_is_known_by_what_windows_says(tmp_path):
    """There the Documents folder itself may be inside OneDrive."""
    assert disk.synchronised_by(tmp_path / "a" / "b", {"OneDriveCommercial": str(tmp_path / "a")}) == "OneDrive"


def device(folder: Path, name: str, uuid: str = "", below: tuple[Path, ...] = ()) -> Path:
    """One block device as Linux shows it under /sys."""
    made = folder / name
    (made / "slaves").mkdir(parents=True)
    if uuid:
        (made / "dm").mkdir()
        (made / "dm" / "uuid").write_text(uuid)
    for other in below:
        (made / "slaves" / other.name).symlink_to(other)
    return made


def test_a_volume_on_an_encrypted_disk_counts_as_encrypted(tmp_path):
    """The usual installation: LVM on LUKS on a partition."""
    partition = device(tmp_path, "sda3")
    crypt = device(tmp_path, "dm-0", "CRYPT-LUKS2-abc-sda3_crypt", (partition,))
    assert disk.is_encrypted(device(tmp_path, "dm-1", "LVM-abc", (crypt,)))
    assert not disk.is_encrypted(device(tmp_path, "dm-2", "LVM-def", (partition,)))
    assert not disk.is_encrypted(device(tmp_path, "dm-3", "LVM-ghi", (crypt, partition)))


def test_the_disk_under_a_folder_is_told_in_words(tmp_path):
    """Whatever this machine is, the doctor has a line about it and no traceback."""
    is_encrypted, how = disk.encryption_of(tmp_path)
    assert is_encrypted in {True, False, None}
    assert how
