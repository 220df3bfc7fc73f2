"""The sandbox on a port: for one laptop, for the phones of a training room, for a test."""

import os
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Engine
from waitress import wasyncore
from waitress.server import create_server

from ..errors import SetupError
from .accounts import Account
from .app import create_app, utc_now
from .collect_code import collect_settings, print_code, save_code
from .faults import Faults

LOOPBACK = "127.0.0.1"
THREADS = 6
USERNAME = "enumerator"


def training_account(token: str) -> Account:
    """The one account of a served sandbox; its token is its password too, so that a tablet can log in."""
    return Account(USERNAME, token, token)


def serve(
    engine: Engine,
    host: str,
    port: int,
    lan: bool,
    token: str,
    *,
    faults: Faults | None = None,
    code: Path | None = None,
    say: Callable[[str], None] = print,
) -> None:
    """Serves until interrupted.

    Args:
        host: address to listen on; with ``lan`` the loopback address means every address of this machine.
        lan: phones of the same Wi-Fi may connect; the address and a QR code for KoboCollect are shown.
        token: what programs and tablets log in with.
        code: PNG file for the QR code; holds the token. None = only in the terminal.
        say: prints one line.

    Raises:
        SetupError: ``lan`` without a token, an address outside this machine without ``lan``, or a port in use.
    """
    if lan and len(token) < 8:
        raise SetupError(
            "retour sandbox --lan",
            "anybody on the Wi-Fi could read and write.",
            "Give a token of at least 8 characters.",
        )
    if not lan and host not in {LOOPBACK, "localhost", "::1"}:
        raise SetupError("retour sandbox", f"'{host}' is open to other machines.", "Add --lan, with a token.")
    app = create_app(engine, [training_account(token)], faults)
    listen = "0.0.0.0" if lan and host in {LOOPBACK, "localhost"} else host  # noqa: S104 - asked for by --lan
    listener = _listen(listen, port)
    server = create_server(app, sockets=[listener], threads=THREADS)
    port = listener.getsockname()[1]
    say(f"API: http://{host if not lan else lan_address()}:{port}")
    if lan:
        _invite(f"http://{lan_address()}:{port}", token, code, say)
    server.run()


def _invite(url: str, token: str, code: Path | None, say: Callable[[str], None]) -> None:
    """What a trainer shows to the room."""
    settings = collect_settings(url, USERNAME, token)
    say(f"KoboCollect, serveur / server: {url}  utilisateur / user: {USERNAME}")
    say("mot de passe / password: le jeton / the token")
    print_code(settings)
    if code is not None:
        save_code(settings, code)
        say(f"QR: {code}")


def _listen(host: str, port: int) -> socket.socket:
    """A bound socket; port 0 takes a free one."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":
        # On Windows this option would let two programs answer on one port.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as reason:
        listener.close()
        what = f"port {port} of {host} cannot be opened."
        raise SetupError("retour sandbox", what, "Stop the other program or give --port.") from reason
    return listener


def lan_address() -> str:
    """This machine's address on its local network; the loopback address where there is none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # No packet is sent: connecting a datagram socket only asks which way it would go.
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return LOOPBACK


@contextmanager
def running(
    engine: Engine,
    accounts: Iterable[Account] | None = None,
    faults: Faults | None = None,
    now: Callable[[], datetime] = utc_now,
    token: str = "",
) -> Iterator[str]:
    """The sandbox's address while the block runs, on a free port of the loopback, in a thread of this process.

    Args:
        accounts: None = the one training account with ``token``.
    """
    app = create_app(engine, accounts if accounts is not None else [training_account(token)], faults, now)
    listener = _listen(LOOPBACK, 0)
    channels: dict[int, Any] = {}
    server = create_server(app, map=channels, sockets=[listener], threads=THREADS)
    stop = threading.Event()

    def answer() -> None:
        # Closing from here, not from the caller's thread: a socket must not vanish under the loop that waits on it.
        while not stop.is_set():
            wasyncore.loop(timeout=0.05, map=channels, count=1)
        server.task_dispatcher.shutdown()
        wasyncore.close_all(channels)

    thread = threading.Thread(target=answer, name="retour-sandbox", daemon=True)
    thread.start()
    try:
        yield f"http://{LOOPBACK}:{listener.getsockname()[1]}"
    finally:
        stop.set()
        thread.join(timeout=5)
