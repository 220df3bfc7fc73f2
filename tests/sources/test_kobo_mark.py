"""Which installation keeps a project up: two laptops must not fight over what tablets get."""

import pytest

from pipeline.errors import AccessError, SetupError
from pipeline.sources import open_deployer
from pipeline.sources.kobo_mark import MARK

from .conftest import GUEST


def marks(deployer, uid):
    listed = deployer.http.get(f"/api/v2/assets/{uid}/files/", {"format": "json"}).accept(200)
    rows = listed.json(dict)["results"]
    return [(r["metadata"]["filename"], r["description"]) for r in rows]


def test_a_free_project_is_claimed_once(door):
    """The mark is the whole memory of who keeps it up: on the server, where both laptops look."""
    deployer, uid, _ = door
    assert not deployer.is_marked(uid, "programme-1")
    deployer.claim(uid, "programme-1")
    deployer.claim(uid, "programme-1")
    assert deployer.is_marked(uid, "programme-1")
    assert marks(deployer, uid) == [(MARK, "programme-1")]


def test_another_installation_is_refused_and_told_which_one(door):
    """A copy of the settings on a second laptop would send older lists every other night."""
    deployer, uid, _ = door
    deployer.claim(uid, "programme-1")
    with pytest.raises(SetupError, match=r"programme-1.*--take-over"):
        deployer.claim(uid, "programme-2")
    assert marks(deployer, uid) == [(MARK, "programme-1")]


def test_who_takes_over_refuses_the_one_before(door):
    """The old laptop was lost, and came back."""
    deployer, uid, _ = door
    deployer.claim(uid, "programme-1")
    deployer.claim(uid, "programme-2", take_over=True)
    assert marks(deployer, uid) == [(MARK, "programme-2")]
    with pytest.raises(SetupError, match="programme-2"):
        deployer.is_marked(uid, "programme-1")


def test_an_account_that_may_not_leave_a_mark_is_told(door):
    """Without a mark nothing may be written: silence would be no protection."""
    _, uid, url = door
    guest = open_deployer(url, url, token=GUEST, sleep=lambda s: None)
    with pytest.raises(AccessError):
        guest.claim(uid, "programme-1")


def test_the_mark_makes_no_new_version_of_the_form(door):
    """Otherwise every claim would leave a form that looks changed and not deployed."""
    deployer, uid, _ = door
    before = deployer.deployed_edition(uid).version
    deployer.claim(uid, "programme-1")
    assert deployer.deployed_edition(uid).version == before
    assert deployer.deploy_media(uid, {}) is None
