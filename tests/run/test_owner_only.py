"""Files with answers, pictures or tokens are for their owner alone, and none is left half written."""

import os
import stat

import pytest

from pipeline.programme import Deployment
from pipeline.run.forms.uids import write_uid
from pipeline.sandbox.collect_code import collect_settings, save_code

posix = pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights in the folder's own list")


def others(path):
    """What anybody but the owner may do with it."""
    return stat.S_IMODE(path.stat().st_mode) & 0o077


@posix
def test_an_exported_archive_is_for_its_owner_alone(ground):
    """It holds every name in plain text, often in a shared folder."""
    ground.fill()
    ground.done("pull")
    file = ground.folder.parent / "archive.zst"
    ground.done("archive", "export", file)
    assert others(file) == 0


def test_an_export_that_breaks_off_leaves_no_part_of_the_archive(ground):
    """Nobody would look for it, and it holds names."""
    ground.fill()
    ground.done("pull")
    file = ground.folder.parent / "archive.zst"
    with ground.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE archive.tombstone RENAME TO gone")
    assert ground.retour("archive", "export", file).code == 5
    assert [p.name for p in ground.folder.parent.iterdir() if "archive" in p.name] == []


@posix
def test_pictures_are_for_their_owner_alone(ground):
    """They show people's faces and papers."""
    ground.fill(photo="p.jpg", files={"p.jpg": b"\xff\xd8"})
    ground.run()
    assert others(ground.folder / "attachments") == 0


@posix
def test_the_code_for_tablets_is_for_its_owner_alone(tmp_path):
    """Whoever scans it can log in."""
    file = tmp_path / "code.png"
    file.write_bytes(b"")
    save_code(collect_settings("http://192.0.2.1", "enumerator", "s3cret-token"), file)
    assert others(file) == 0


def test_settings_that_cannot_be_written_stay_as_they_were(ground):
    """A full disk in the middle of a deployment must not cost the programme its settings."""
    before = ground.settings.read_bytes()
    (ground.settings.parent / "programme.toml.new").mkdir()
    with pytest.raises(OSError):
        write_uid(ground.folder, Deployment("household", "centre", "s", ""), "aNewUid")
    assert ground.settings.read_bytes() == before
