"""Lists on a project: sent, taken away, and seen by tablets only after a redeployment that carries them."""

from pipeline.sources.openrosa import devices_see

OLD, NEW = {"plans.csv": b"name,label\n"}, {"plans.csv": b"name,label\nB1,x\n"}


def test_a_list_that_nobody_reads_any_more_leaves_the_tablets(door):
    """People on it would stay there for ever."""
    deployer, uid, _ = door
    deployer.deploy_media(uid, OLD | {"persons.csv": b"name,label\nP1,Awa S.\n"})
    done = deployer.deploy_media(uid, OLD, ["persons.csv"])
    assert done.media_sent == ("persons.csv",)
    assert devices_see(deployer.openrosa, uid, {"persons.csv": b"name,label\nP1,Awa S.\n"}) is False
    assert devices_see(deployer.openrosa, uid, OLD) is True


def test_files_that_arrived_without_their_deployment_are_deployed(door):
    """The line was cut in between: nothing differs on the project, and tablets still have the old list."""
    deployer, uid, _ = door
    deployer.deploy_media(uid, OLD)
    files = deployer.http.get(f"/api/v2/assets/{uid}/files/", {"format": "json"}).json(dict)["results"]
    deployer.http.request("DELETE", f"/api/v2/assets/{uid}/files/{files[0]['uid']}/")
    deployer.http.request(
        "POST",
        f"/api/v2/assets/{uid}/files/",
        data={"file_type": "form_media", "description": "x", "metadata": '{"filename": "plans.csv"}'},
        files={"content": ("plans.csv", NEW["plans.csv"])},
    ).accept(201)
    assert devices_see(deployer.openrosa, uid, NEW) is False
    done = deployer.deploy_media(uid, NEW)
    assert (done.media_sent, done.devices_see_media) == ((), True)
    assert deployer.deploy_media(uid, NEW) is None
