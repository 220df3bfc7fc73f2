"""A deployment is done when the server, read back, holds what was sent; the answers are a real server's."""

import base64
from email.parser import BytesParser
from email.policy import HTTP

import pytest

from pipeline.errors import AccessError, SetupError, SourceError
from pipeline.sources import open_deployer
from pipeline.sources.kobo_media import media_hash
from pipeline.sources.openrosa import devices_see

from . import tiny as t
from .replay import SURVEY, URL, Replay, body_of, recorded

OLD = b"name,label,population\nv1,Kijiji Moja,100\nv2,Kijiji Mbili,200\nv3,Kijiji Tatu,300\n"


def deployer(*numbers):
    replay = Replay(*numbers)
    return open_deployer(URL, URL, token="a" * 40, adapter=replay, sleep=lambda s: None), replay


def test_a_first_deployment_is_active_and_read_back():
    """Trap 14: library defaults to true and active to false; both give a form that no tablet shows."""
    door, replay = deployer("005", "011", "012", "044", "041")
    replay.pairs.insert(0, _undeployed())
    done = door.deploy_form("hh.xlsx", b"PK", "Household survey", {})
    assert (done.uid, done.version) == (SURVEY, "vziuQwu2t3LiCBLUtV6S8y")
    assert done.form_url == f"{URL}/#/forms/{SURVEY}/summary"
    sent = {path: body for method, path, body in replay.asked if method == "POST"}
    assert _form(sent["/api/v2/imports/"])["library"] == b"false"
    assert sent[f"/api/v2/assets/{SURVEY}/deployment/"] == b'{"active": true}'


def _undeployed():
    pair = recorded("044")
    body = pair["response"]["body"]["json"] | {"has_deployment": False, "deployed_version_id": None}
    return pair | {"response": pair["response"] | {"body": {"json": body}}}


def test_a_redeployment_names_the_newest_version_and_is_read_back():
    """Trap 14: PATCH without version_id only archives and unarchives."""
    door, replay = deployer("005", "235", "236", "237", "237", "240", "241")
    done = door.deploy_form("hh.xlsx", b"PK", "Household survey", {}, uid=SURVEY)
    assert done.version == "vpPzcQ4twjkJiZM7TQ9wsK"
    (order,) = [body for method, _, body in replay.asked if method == "PATCH"]
    assert order == b'{"active": true, "version_id": "vpPzcQ4twjkJiZM7TQ9wsK"}'
    (imported,) = [body for method, path, body in replay.asked if path == "/api/v2/imports/"]
    assert _form(imported)["destination"] == f"{URL}/api/v2/assets/{SURVEY}/".encode()


def test_a_deployment_that_did_not_take_is_an_error():
    """The server said 200 and holds the old version: tablets would go on with the old form."""
    door, _ = deployer("005", "235", "236", "237", "240")
    with pytest.raises(SourceError, match="instead of"):
        door.deploy_form("hh.xlsx", b"PK", "Household survey", {}, uid=SURVEY)


def test_without_permission_nothing_is_sent():
    """An import without permission is accepted with 201 and fails later, where nobody looks."""
    door, replay = deployer("005", "259")
    asset = replay.pairs[1]["response"]["body"]["json"]
    asset["owner__username"] = "bob"
    asset["permissions"] = [p for p in asset["permissions"] if "/alice/" not in p["user"]]
    with pytest.raises(AccessError, match="not change it"):
        door.deploy_form("hh.xlsx", b"PK", "x", {}, uid=SURVEY)
    assert {method for method, _, _ in replay.asked} == {"GET"}


@pytest.mark.parametrize(("post", "poll", "word"), [("006", "007", "1bad name"), ("008", "009", "corrupt file")])
def test_a_refused_workbook_is_a_setup_error_in_the_servers_words(post, poll, word):
    """The import answers 201 and tells the reason only when asked again."""
    door, replay = deployer("005", "011", poll)
    replay.pairs[1]["response"]["body"]["json"]["uid"] = body_of(poll)["uid"]
    with pytest.raises(SetupError, match=word):
        door.deploy_form("x.xlsx", b"PK", "x", {})


def test_a_form_that_cannot_be_deployed_is_a_setup_error_in_the_servers_words():
    """Pyxform's text is the best there is."""
    door, replay = deployer("005", "235", "236", "237", "051")
    refused = replay.pairs[-1]["request"]
    refused.update(method="PATCH", url=f"{URL}/api/v2/assets/{SURVEY}/deployment/")
    with pytest.raises(SetupError, match="choices sheet"):
        door.deploy_form("x.xlsx", b"PK", "x", {}, uid=SURVEY)


def test_media_are_replaced_only_if_they_differ():
    """Every replacement makes every tablet download the file again."""
    door, replay = deployer("005", "241", "365", "240", "100")
    replay.pairs.append(recorded("098"))
    assert door.deploy_media(SURVEY, {"villages.csv": OLD}) is None
    assert {method for method, _, _ in replay.asked} == {"GET"}


def test_changed_media_are_deleted_sent_redeployed_and_seen_by_devices():
    """Trap 15: the manifest that tablets read changes only with a deployment."""
    new = _content("370")
    after = body_of("365")
    after["results"][0]["metadata"] = body_of("370")["metadata"]
    door, replay = deployer("005", "241", "365", "368", "370", "240", "373")
    changed = recorded("365")
    changed["response"]["body"]["json"] = after
    replay.pairs += [changed, recorded("098")]
    done = door.deploy_media(SURVEY, {"villages.csv": new})
    assert done.media_sent == ("villages.csv",)
    assert done.devices_see_media is True
    writes = [(method, path.rsplit("/", 2)[-2]) for method, path, _ in replay.asked if method != "GET"]
    assert writes == [("DELETE", "afjNwExqSgzANkTDnccaF8F"), ("POST", "files"), ("PATCH", "deployment")]


def test_media_that_devices_do_not_see_are_told():
    """The manifest still shows the old file."""
    door, replay = deployer("100")
    replay.pairs.append(recorded("098"))
    assert devices_see(door.openrosa, SURVEY, {"villages.csv": OLD}) is True
    assert devices_see(door.openrosa, SURVEY, {"villages.csv": OLD + b"x"}) is False
    assert devices_see(door.openrosa, SURVEY, {"new.csv": OLD}) is False


def test_an_unreachable_tablet_host_is_unknown_and_no_failure():
    """The form list may be on a host that this machine cannot reach; the API has said what it holds."""
    with t.running(t.Tiny()) as tiny:
        door = open_deployer(tiny.url, "http://127.0.0.1:9", token="x", sleep=lambda s: None)
        assert devices_see(door.openrosa, SURVEY, {"villages.csv": OLD}) is None


def test_media_do_not_carry_an_undeployed_form_along():
    """Somebody edits the form in the browser; a new case list must not publish the half-done edit."""
    door, _ = deployer("005", "237", "046")
    newest = recorded("046")
    newest["request"]["url"] = f"{URL}/api/v2/assets/{SURVEY}/versions/vpPzcQ4twjkJiZM7TQ9wsK/"
    newest["response"]["body"]["json"]["content"]["survey"].pop()
    door.http._session.get_adapter(URL).pairs.append(newest)
    with pytest.raises(SetupError, match="not deployed"):
        door.deploy_media(SURVEY, {"villages.csv": OLD})


def test_the_deployed_form_can_be_read_to_compare():
    """Before tablets change, a person sees what changes."""
    door, _ = deployer("005", "044", "046")
    edition = door.deployed_edition(SURVEY)
    assert edition.version == "vziuQwu2t3LiCBLUtV6S8y"
    assert edition.sheets["survey"]


def test_hashes_are_written_as_the_server_writes_them():
    """Compared with what a real server said about the same bytes."""
    assert media_hash(_content("034")) == body_of("034")["metadata"]["hash"]


def _content(number):
    """The file inside a recorded upload."""
    body = recorded(number)["request"]["body"]
    sent = base64.b64decode(body["base64"]) if "base64" in body else body["text"].encode()
    return _form(sent)["content"]


def _form(sent):
    """Fields of a multipart body; names → bytes."""
    boundary = sent.split(b"\r\n", 1)[0][2:]
    head = b"Content-Type: multipart/form-data; boundary=" + boundary + b"\r\n\r\n"
    parts = BytesParser(policy=HTTP).parsebytes(head + sent).iter_parts()
    found = {}
    for part in parts:
        name = part.get_param("name", header="Content-Disposition")
        begin = sent.index(b"\r\n\r\n", sent.index(f'name="{name}"'.encode())) + 4
        found[name] = sent[begin : sent.index(b"\r\n--" + boundary, begin)]
    return found
