"""A folder gives the same submissions as the server they were exported from."""

import gzip
import json
from datetime import UTC, datetime

import openpyxl
import pytest
import zstandard

from pipeline.errors import SetupError, SourceError
from pipeline.sources import open_source
from pipeline.sources.kobo_rows import received

from .replay import body_of
from .tiny import a_row

XML = """<?xml version="1.0"?>
<survey id="survey" version="3" {root} xmlns:orx="http://openrosa.org/xforms">
 <name>Awa</name><photo>{photo}</photo>
 <members><m>A</m></members><members><m>B</m></members>
 <orx:meta><orx:instanceID>uuid:{uuid}</orx:instanceID>{more}</orx:meta>
</survey>"""


def instance(folder, name, uuid, replaces="", at="", photo="", text=None):
    """One document as Briefcase lays it out."""
    place = folder / "instances" / name
    place.mkdir(parents=True)
    more = f"<orx:deprecatedID>uuid:{replaces}</orx:deprecatedID>" if replaces else ""
    root = f'submissionDate="{at}"' if at else ""
    path = place / "submission.xml"
    path.write_text(text or XML.format(uuid=uuid, more=more, root=root, photo=photo), encoding="utf-8")
    return path


def rows(folder):
    return [row for page in open_source("folder", str(folder)).read_since(0) for row in page.submissions]


def packed(name, content):
    if name.endswith(".gz"):
        return gzip.compress(content)
    return zstandard.compress(content) if name.endswith(".zst") else content


def test_one_export_file_is_read_without_its_neighbours(tmp_path):
    """'retour decode FORM EXPORT.json' names a file; what else lies in Downloads is nobody's submission."""
    (tmp_path / "e.json").write_text(json.dumps(body_of("122")), encoding="utf-8")
    (tmp_path / "other.json").write_text("{}", encoding="utf-8")
    assert len(rows(tmp_path / "e.json")) == len(body_of("122")["results"])


@pytest.mark.parametrize("name", ["e.json", "bare.json", "e.jsonl", "e.json.gz", "e.json.zst"])
def test_an_export_gives_what_the_server_gave(tmp_path, name):
    """Backfill from a file and a later pull must be one and the same submission."""
    answer = body_of("122")
    lines = "\n".join(json.dumps(row) for row in answer["results"])
    text = lines if name.endswith("jsonl") else json.dumps(answer["results"] if "bare" in name else answer, indent=1)
    (tmp_path / name).write_bytes(packed(name, text.encode()))
    pulled = [json.dumps(row, separators=(",", ":")).encode() for row in answer["results"]]
    expected = [received(raw, "") for raw in pulled]
    found = rows(tmp_path)
    assert [(r.root_uuid, r.instance_id, r.content_hash) for r in found] == [
        (r.root_uuid, r.instance_id, r.content_hash) for r in expected
    ]
    assert json.loads(found[0].body) == answer["results"][0]


def test_of_two_exports_the_later_name_holds_the_edition_that_counts(tmp_path):
    """Both are kept, in order."""
    old, new = a_row(1), a_row(1, _uuid="edited", name="Awa 2")
    (tmp_path / "2026-01.json").write_text(json.dumps([old]))
    (tmp_path / "2026-02.json").write_text(json.dumps([new, a_row(2)]))
    source = open_source("folder", str(tmp_path))
    assert [row.instance_id[-6:] for page in source.read_since(0) for row in page.submissions][:2] == [
        "000001",
        "edited",
    ]
    assert source.count() == 2
    assert [row.instance_id for row in source.fetch([old["meta/rootUuid"]])] == ["uuid:edited"]


def test_the_bookmark_works_for_exports(tmp_path):
    """A second reading brings only what lies above it."""
    (tmp_path / "e.json").write_text(json.dumps([a_row(5), a_row(3), a_row(9)]))
    source = open_source("folder", str(tmp_path))
    (page,) = source.read_since(4)
    assert ([row.server_id for row in page.submissions], page.high_mark, page.expected_count) == (["5", "9"], 9, 2)


def test_editions_follow_their_chain_to_the_first_instance(tmp_path):
    """However the folders are named, and whatever was received first."""
    instance(tmp_path, "a", "third", replaces="second")
    instance(tmp_path, "b", "first", at="2026-11-23T10:00:00Z")
    instance(tmp_path, "c", "second", replaces="first")
    found = rows(tmp_path)
    assert [row.instance_id for row in found] == ["uuid:first", "uuid:second", "uuid:third"]
    assert {row.root_uuid for row in found} == {"uuid:first"}
    assert found[0].submitted_at == datetime(2026, 11, 23, 10, tzinfo=UTC)
    (scanned,) = next(open_source("folder", str(tmp_path)).scan())[0]
    assert scanned.instance_id == "uuid:third"


def test_an_edit_whose_first_edition_is_missing_keeps_its_key(tmp_path):
    """The folder holds what one tablet had; the key is the oldest instance that is named."""
    instance(tmp_path, "a", "second", replaces="first")
    assert rows(tmp_path)[0].root_uuid == "uuid:first"


def test_editions_that_replace_each_other_do_not_hang(tmp_path):
    """Somebody copied documents by hand."""
    instance(tmp_path, "a", "one", replaces="two")
    instance(tmp_path, "b", "two", replaces="one")
    assert len(rows(tmp_path)) == 2


def test_instance_documents_keep_their_bytes_version_and_files(tmp_path):
    """The photograph belongs to the question whose answer is its name."""
    path = instance(tmp_path, "a", "one", photo="p 1.jpg")
    (path.parent / "p 1.jpg").write_bytes(b"JPEG-bytes")
    source = open_source("folder", str(tmp_path))
    (row,) = next(source.read_since(0)).submissions
    assert (row.body, row.body_format, row.form_version) == (path.read_bytes(), "xml", "3")
    (ref,) = row.attachments
    assert (ref.question, ref.filename, ref.media_type) == ("photo", "p 1.jpg", "image/jpeg")
    assert b"".join(source.download(ref, offset=5)) == b"bytes"


def test_an_encrypted_document_is_recognised(tmp_path):
    """It is set aside with its reason, not decoded into nonsense."""
    text = (
        '<data id="s" encrypted="yes" xmlns="http://opendatakit.org/submissions"><base64EncryptedKey>A'
        '</base64EncryptedKey><meta xmlns="http://openrosa.org/xforms"><instanceID>uuid:x</instanceID></meta></data>'
    )
    instance(tmp_path, "a", "x", text=text)
    assert [(row.encrypted, row.root_uuid) for row in rows(tmp_path)] == [(True, "uuid:x")]


@pytest.mark.parametrize("content", [b'{"results":[{"_id":1', b'[{"name":"Awa"}]', b"\x1f\x8b\x00broken", b"", b"[1]"])
def test_a_damaged_export_is_named_and_not_quoted(tmp_path, content):
    """One file of forty is broken: which? And no name in the message."""
    (tmp_path / "mars.json").write_bytes(content)
    with pytest.raises(SourceError, match=r"mars\.json") as caught:
        rows(tmp_path)
    assert "Awa" not in str(caught.value)


def test_a_damaged_archive_is_named(tmp_path):
    """A download that broke off."""
    (tmp_path / "mars.json.gz").write_bytes(gzip.compress(b"[]" * 5000)[:30])
    with pytest.raises(SourceError, match=r"mars\.json\.gz"):
        rows(tmp_path)


@pytest.mark.parametrize(
    "text", ["<survey><name>Awa", "<survey><name>Awa</name></survey>", "<!DOCTYPE x [<!ENTITY a ''>]><x/>"]
)
def test_a_damaged_document_is_named_and_not_quoted(tmp_path, text):
    """A tablet that died while writing."""
    instance(tmp_path, "uuid1", "x", text=text)
    with pytest.raises(SourceError, match=r"instances/uuid1/submission\.xml") as caught:
        rows(tmp_path)
    assert "Awa" not in str(caught.value)


def test_a_file_name_cannot_climb_out_of_the_folder(tmp_path):
    """An export is somebody else's file."""
    inside = tmp_path / "in"
    inside.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    files = [{"uid": "att1", "filename": "../secret.txt", "media_file_basename": "secret.txt"}]
    (inside / "e.json").write_text(json.dumps([a_row(1, _attachments=files)]))
    source = open_source("folder", str(inside))
    (row,) = next(source.read_since(0)).submissions
    with pytest.raises(SourceError, match="att1"):
        list(source.download(row.attachments[0]))


def test_files_of_an_export_are_found_as_the_servers_zip_lays_them_out(tmp_path):
    """owner/attachments/form/instance/file."""
    place = tmp_path / "alice" / "attachments" / "f" / "u"
    place.mkdir(parents=True)
    (place / "p.jpg").write_bytes(b"JPEG")
    files = [{"uid": "att1", "filename": "alice/attachments/f/u/p.jpg", "media_file_basename": "p.jpg"}]
    (tmp_path / "e.json").write_text(json.dumps([a_row(1, _attachments=files)]))
    source = open_source("folder", str(tmp_path))
    (row,) = next(source.read_since(0)).submissions
    assert b"".join(source.download(row.attachments[0])) == b"JPEG"


def test_one_form_in_the_folder_stands_for_every_version(tmp_path):
    """An export carries KoBoToolbox's version ids, the workbook its own; nothing nearer is known."""
    book = openpyxl.Workbook()
    book.create_sheet("survey")
    for line in (["type", "name", "label", "privacy"], ["text", "name", "Nom", "identity"]):
        book["survey"].append(line)
    book.create_sheet("settings").append(["version"])
    book["settings"].append([2024.0])
    book.save(tmp_path / "arrivée.xlsx")
    (tmp_path / "e.json").write_text(json.dumps([a_row(1)]))
    (edition,) = open_source("folder", str(tmp_path)).form_editions(frozenset())
    assert (edition.version, edition.aliases) == ("2024", ("v1",))
    assert edition.sheets["survey"] == [{"type": "text", "name": "name", "label": "Nom", "privacy": "identity"}]


def test_an_xform_in_the_folder_is_an_edition_by_its_own_version(tmp_path):
    """Briefcase lays the form beside the instances."""
    text = (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><model><instance>'
        '<survey id="survey" version="3"/></instance></model></h:head></h:html>'
    )
    (tmp_path / "survey.xml").write_text(text)
    (edition,) = open_source("folder", str(tmp_path)).form_editions(frozenset())
    assert (edition.version, edition.xform) == ("3", text)


@pytest.mark.parametrize("name", ["form.xlsx", "form.xml"])
def test_a_form_that_is_none_is_named(tmp_path, name):
    """A workbook that is not one."""
    (tmp_path / name).write_bytes(b"hello, not a form")
    with pytest.raises(SourceError, match=name):
        list(open_source("folder", str(tmp_path)).form_editions(frozenset()))


def test_a_missing_folder_is_told(tmp_path):
    """A stick that is not plugged in is no empty project."""
    with pytest.raises(SourceError, match="no such file or folder"):
        open_source("folder", str(tmp_path / "stick")).check_access()


def test_an_unknown_kind_of_server_is_a_setup_error():
    """With the nearest valid spelling."""
    with pytest.raises(SetupError, match="kobo"):
        open_source("kob", "https://kf.example.org")


def test_a_deployment_without_uid_is_a_setup_error():
    """It has not been deployed yet."""
    with pytest.raises(SetupError, match="forms deploy"):
        open_source("kobo", "https://kf.example.org")
