"""The one door to this room: a source or a deployer for what config/programme.toml names."""

import time
from collections.abc import Callable

from requests.adapters import BaseAdapter

from ..errors import SetupError, did_you_mean
from ..model.source import Source
from .folder import FolderSource
from .http import Http
from .kobo import KoboSource
from .kobo_deploy import KoboDeployer
from .kobo_pages import PAGE_SIZE
from .kobo_status import KoboStatuses
from .patience import Patience


def open_source(
    kind: str,
    url: str,
    *,
    uid: str = "",
    token: str = "",
    wait_seconds: float = 60.0,
    page_size: int = PAGE_SIZE,
    ahead: int = 4,
    sleep: Callable[[float], None] = time.sleep,
    adapter: BaseAdapter | None = None,
) -> Source:
    """The source of one deployment; nothing is asked of it yet.

    Args:
        kind: ``kobo`` or ``folder``.
        url: of the server's API; for a folder its path.
        uid: of the project; a folder has none.
        token: of the account that reads.
        wait_seconds: longest silence of the server.
        page_size: rows per request.
        ahead: requests in flight.
        sleep: how to wait between attempts.
        adapter: replaces the network, in tests.

    Raises SetupError for an unknown kind, an address that is none, and a missing uid.
    """
    if kind == "folder":
        return FolderSource(url)
    if kind != "kobo":
        known = did_you_mean(kind, ("kobo", "folder"))
        raise SetupError("config/programme.toml", f"there is no kind of server '{kind}'.", known)
    if not uid:
        raise SetupError("config/programme.toml", "a deployment has no uid yet.", "Run 'retour forms deploy' first.")
    http = _http(url, token, wait_seconds, sleep, adapter)
    return KoboSource(http, uid, page_size=page_size, ahead=ahead)


def open_statuses(
    url: str,
    uid: str,
    *,
    token: str,
    wait_seconds: float = 60.0,
    sleep: Callable[[float], None] = time.sleep,
    adapter: BaseAdapter | None = None,
) -> KoboStatuses:
    """The validation statuses of one KoBoToolbox project; nothing is asked yet.

    Args:
        url: of the API.
        uid: of the project.
        token: of the account that sets them.
        wait_seconds: longest silence of the server.
        sleep: how to wait between attempts.
        adapter: replaces the network, in tests.

    Raises SetupError for an address that is none.
    """
    return KoboStatuses(_http(url, token, wait_seconds, sleep, adapter), uid)


def open_deployer(
    url: str,
    openrosa_url: str,
    *,
    token: str,
    wait_seconds: float = 60.0,
    sleep: Callable[[float], None] = time.sleep,
    adapter: BaseAdapter | None = None,
) -> KoboDeployer:
    """Deploys forms and media to one KoBoToolbox server.

    Args:
        url: of the API.
        openrosa_url: what tablets talk to.
        token: of the account that deploys.
        wait_seconds: longest silence of the server.
        sleep: how to wait between attempts.
        adapter: replaces the network, in tests.

    Raises SetupError for an address that is none.
    """
    http = _http(url, token, wait_seconds, sleep, adapter)
    return KoboDeployer(http, _http(openrosa_url, token, wait_seconds, sleep, adapter))


def _http(
    url: str, token: str, wait_seconds: float, sleep: Callable[[float], None], adapter: BaseAdapter | None
) -> Http:
    return Http(url, token, patience=Patience(sleep, silence_seconds=wait_seconds), adapter=adapter)
