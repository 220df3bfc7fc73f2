"""Tablets: what Collect downloads and sends, and what it is told."""

import re
import threading

import pytest
import requests

from pipeline.sandbox import running

from .forms import AUTH, CONTENT, GUEST, OWNER, deployed


@pytest.fixture
def project(engine):
    return deployed(engine)


def test_a_photo_that_comes_in_a_later_post_joins_its_submission(project):
    """Collect splits big uploads: the row is there first, its file follows."""
    instance = "11111111-1111-4111-8111-111111111111"
    xml = project.xml(instance, "<photo>big é.jpg</photo>")
    assert project.send(xml).status_code == 201
    assert project.rows()[0]["_attachments"] == []
    assert project.send(xml, {"big é.jpg": b"bytes"}).status_code == 201
    [file] = project.rows()[0]["_attachments"]
    assert (file["question_xpath"], file["filename"].rpartition("/")[2]) == ("photo", "big_é.jpg")
    assert project.send(xml, {"big é.jpg": b"bytes"}).status_code == 202
    assert project.send(xml, {"big é.jpg": b"other"}).status_code == 409
    assert project.client.get(file["download_url"], headers=AUTH).data == b"bytes"


def test_files_in_repeats_are_named_by_their_place(project):
    """Otherwise two members' portraits could not be told apart."""
    members = "".join(f"<members><called>m{n}</called><portrait>p{n}.jpg</portrait></members>" for n in (1, 2))
    project.fill(members, {"p1.jpg": b"1", "p2.jpg": b"2"})
    places = {file["media_file_basename"]: file["question_xpath"] for file in project.rows()[0]["_attachments"]}
    assert places == {"p1.jpg": "members[1]/portrait", "p2.jpg": "members[2]/portrait"}


def test_a_repeat_of_one_is_a_list_and_an_empty_one_is_absent(project):
    """A reader that met a bare object for one member would fail in the field only."""
    project.fill("<members><called>A</called><portrait/></members>")
    project.fill("<members><called/><portrait/></members>")
    first, second = project.rows()
    assert first["members"] == [{"members/called": "A"}]
    assert "members" not in second


def test_an_edit_keeps_the_row_and_a_superseded_edition_is_gone(project):
    """410 tells the tablet that somebody was faster."""
    first = project.fill("<household>before</household><place>13.5 2.1 0 0</place>")
    second, third = "22222222-2222-4222-8222-222222222222", "33333333-3333-4333-8333-333333333333"
    before = project.rows()[0]
    assert project.send(project.xml(second, "<household>after</household>", deprecated=first)).status_code == 201
    [after] = project.rows()
    assert (after["_id"], after["_uuid"], after["household"]) == (before["_id"], second, "after")
    assert after["meta/rootUuid"] == f"uuid:{first}"
    assert after["_geolocation"] == [13.5, 2.1], "the real server keeps the cleared point"
    assert project.send(project.xml(third, deprecated=first)).status_code == 410
    assert project.send(project.xml(third, deprecated=third)).status_code == 404
    assert project.get(f"/data/{first}/").status_code == 200


def test_a_deleted_submission_sent_again_is_a_new_row(project):
    """So tombstones keyed by the uuid alone would hide it."""
    first = project.fill()
    old = project.rows()[0]["_id"]
    xml = project.get(f"/data/{old}/?format=xml").data
    assert project.client.delete(f"{project.base}/data/{old}/", headers=AUTH).status_code == 204
    assert project.send(xml).status_code == 201
    [row] = project.rows()
    assert row["_uuid"] == first
    assert row["_id"] != old


def test_a_tablet_that_knows_only_a_password_logs_in_by_digest(engine):
    """Over plain http Collect sends no Basic credentials; this is the one way in on a training Wi-Fi."""
    with running(engine, [OWNER]) as url:
        digest = requests.auth.HTTPDigestAuth(OWNER.username, OWNER.password)
        assert requests.head(f"{url}/submission", timeout=10).status_code == 401
        assert requests.get(f"{url}/formList", auth=digest, timeout=10).status_code == 200
        wrong = requests.auth.HTTPDigestAuth(OWNER.username, "wrong")
        assert requests.get(f"{url}/formList", auth=wrong, timeout=10).status_code == 401
        basic = requests.get(f"{url}/formList", auth=(OWNER.username, OWNER.password), timeout=10)
        assert basic.status_code == 401


def test_media_reach_tablets_only_by_a_redeployment(project):
    """A case list that was uploaded and not redeployed is the classic silent failure."""
    [pk] = re.findall(r"/forms/(\d+)/form.xml", project.client.get("/formList", headers=AUTH).text)
    body = {
        "file_type": "form_media",
        "metadata": '{"filename": "cases.csv"}',
        "base64Encoded": "data:text/csv;base64,YQ==",
    }
    assert project.client.post(f"{project.base}/files/", data=body, headers=AUTH).status_code == 201
    assert "cases.csv" not in project.client.get(f"/xformsManifest/{pk}", headers=AUTH).text
    version = project.get("/").get_json()["version_id"]
    redeploy = {"active": True, "version_id": version}
    assert project.client.patch(f"{project.base}/deployment/", json={"active": True}, headers=AUTH).status_code == 200
    assert "cases.csv" not in project.client.get(f"/xformsManifest/{pk}", headers=AUTH).text
    assert project.client.patch(f"{project.base}/deployment/", json=redeploy, headers=AUTH).status_code == 200
    manifest = project.client.get(f"/xformsManifest/{pk}", headers=AUTH).text
    [address] = re.findall(r"<downloadUrl>(.*?)</downloadUrl>", manifest)
    assert project.client.get(address, headers=AUTH).data == b"a"


def test_the_same_submission_twice_at_once_is_stored_once(engine):
    """A tablet that repeats a slow upload must not make two rows."""
    project = deployed(engine)
    xml = project.xml("44444444-4444-4444-8444-444444444444", "<household>H</household>")
    codes: list[int] = []
    with running(engine, [OWNER]) as url:

        def post() -> None:
            parts = {"xml_submission_file": ("submission.xml", xml, "text/xml")}
            codes.append(requests.post(f"{url}/submission", files=parts, headers=AUTH, timeout=20).status_code)

        threads = [threading.Thread(target=post) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert codes.count(201) == 1
    assert set(codes) <= {201, 202, 423}
    assert len(project.rows()) == 1


@pytest.mark.parametrize(
    "xml",
    [b"<a><b></a>", b"", b"\x00", b'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'],
    ids=["unclosed", "empty", "control", "entities"],
)
def test_a_document_that_is_no_submission_is_refused(project, xml):
    """Broken bytes must be answered, not crash the server."""
    assert project.send(xml).status_code == 400


def test_a_guest_sees_nothing_until_the_owner_gives_a_part(project):
    """Missing permission is 404, and a partial one silently shows fewer rows."""
    guest = {"Authorization": f"Token {GUEST.token}"}
    project.fill()
    assert project.client.get(f"{project.base}/data/", headers=guest).status_code == 404
    part = {
        "user": f"/api/v2/users/{GUEST.username}/",
        "permission": "/api/v2/permissions/partial_submissions/",
        "partial_permissions": [
            {"url": "/api/v2/permissions/view_submissions/", "filters": [{"_submitted_by": {"$in": [GUEST.username]}}]}
        ],
    }
    given = project.client.post(f"{project.base}/permission-assignments/", json=part, headers=AUTH)
    assert given.status_code == 201
    seen = project.client.get(f"{project.base}/data/", headers=guest).get_json()
    assert (seen["count"], seen["results"]) == (0, [])
    assert project.client.get(f"{project.base}/history/", headers=guest).status_code == 403


def test_a_form_without_rows_of_its_own_still_deploys(project):
    """CONTENT is what all tests here stand on."""
    xform = project.client.get("/forms/1/form.xml", headers=AUTH).text
    assert "<formhub>" in xform
    assert all(f"/{row['name']}" in xform for row in CONTENT["survey"] if "name" in row)
