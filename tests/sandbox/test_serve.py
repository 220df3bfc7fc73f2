"""Starting the sandbox: closed by default, inviting on request."""

import pytest
import requests

from pipeline.errors import SetupError
from pipeline.sandbox import drop_tables, running, serve
from pipeline.sandbox.collect_code import collect_settings, decode, encode, save_code

from .forms import AUTH, OWNER, deployed


def test_the_code_holds_what_collect_reads():
    """base64, zlib, JSON with `general` and `admin`: decoded again it is what was put in."""
    settings = collect_settings("http://192.0.2.7:8000", "enumerator", "secret-token")
    read = decode(encode(settings))
    assert read == settings
    assert read["general"]["server_url"] == "http://192.0.2.7:8000"
    assert {"general", "admin"} <= set(read)


def test_the_code_is_saved_as_a_picture(tmp_path):
    """For a slide or a print-out."""
    path = tmp_path / "dossier é" / "code.png"
    save_code(collect_settings("http://192.0.2.7:8000", "enumerator", "secret-token"), path)
    assert path.read_bytes()[:4] == b"\x89PNG"


def test_nobody_else_on_the_wifi_gets_in_without_a_token(engine):
    """Both ways of opening the server by mistake are refused before a port is opened."""
    with pytest.raises(SetupError, match="--lan"):
        serve(engine, "0.0.0.0", 0, lan=False, token="")
    with pytest.raises(SetupError, match="token"):
        serve(engine, "127.0.0.1", 0, lan=True, token="")


def test_a_served_sandbox_knows_one_account_by_its_token(engine):
    """A wrong token is 401, none is an empty list."""
    with running(engine, token="training-token") as url:
        good = {"Authorization": "Token training-token"}
        assert requests.get(f"{url}/me/", headers=good, timeout=10).json()["username"] == "enumerator"
        assert requests.get(f"{url}/me/", headers={"Authorization": "Token wrong"}, timeout=10).status_code == 401
        assert requests.get(f"{url}/api/v2/assets/", timeout=10).json()["results"] == []


def test_a_reset_leaves_nothing(engine):
    """A new training starts empty."""
    deployed(engine).fill()
    drop_tables(engine)
    with running(engine, [OWNER]) as url:
        assert requests.get(f"{url}/api/v2/assets/", headers=AUTH, timeout=10).json()["count"] == 0
