"""The practice server on a port: enumerators train against it without internet."""

from pathlib import Path

from ..sandbox import parse_fault
from ..sandbox import serve as serve_sandbox
from ..sandbox.faults import Faults
from ..sandbox.tables import drop_tables
from .session import open_session
from .telling import Telling


def serve(
    folder: Path, telling: Telling, *, port: int, lan: bool, token: str, faults: tuple[str, ...], reset: bool
) -> None:
    """Serves until interrupted.

    Args:
        folder: of the programme whose database keeps what is sent.
        telling: where the address and the QR code's file are told.
        port: 0 takes a free one.
        lan: phones of the same Wi-Fi may connect; demands a token of 8 signs or more.
        token: what tablets and programs log in with.
        faults: trouble on order, ``kind[:path[:times[:after[:seconds]]]]``.
        reset: throw away what it held.

    Raises:
        SetupError: no token with ``lan``, or a port in use.
    """
    ordered = Faults(tuple(parse_fault(fault) for fault in faults))
    with open_session(folder, telling, writes=False) as session:
        if reset:
            drop_tables(session.engine)
        code = folder / "collect-settings.png" if lan else None
        try:
            serve_sandbox(session.engine, "127.0.0.1", port, lan, token, faults=ordered, code=code, say=telling.say)
        finally:
            if code:
                # The picture holds the token; whoever finds it later could log in at the next training.
                code.unlink(missing_ok=True)
