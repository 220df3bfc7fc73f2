"""How far this machine's clock is from a server's: dates typed on a wrong clock end up in the wrong month."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import requests

from ..errors import SourceError


def clock_skew_seconds(url: str, wait_seconds: float = 20.0) -> float:
    """This machine's time minus the server's, by the Date header of any answer; precise to about a second.

    Raises:
        SourceError: the server does not answer, or says no date.
    """
    try:
        answer = requests.head(url, timeout=wait_seconds, allow_redirects=False)
    except requests.RequestException as error:
        raise SourceError(
            url, f"does not answer ({type(error).__name__}).", "Check the address and the network."
        ) from None
    said = answer.headers.get("Date")
    if not said:
        raise SourceError(url, "says no date.", "Ask its administrator; runs work without it.")
    return (datetime.now(UTC) - parsedate_to_datetime(said)).total_seconds()
