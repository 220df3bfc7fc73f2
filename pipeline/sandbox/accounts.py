"""Who asks: Token, Basic and Digest credentials as KoBoToolbox accepts them, and its refusals."""

import base64
import binascii
import hashlib
import hmac
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.request import parse_http_list, parse_keqv_list

from werkzeug.wrappers import Request

REALM = "DJANGO"
NONCE_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Account:
    """One user; the password serves tablets (Digest), the token serves programs."""

    username: str
    token: str = field(repr=False)
    password: str = field(repr=False)
    email: str = ""
    is_superuser: bool = False


ANONYMOUS = Account("AnonymousUser", "", "")


class CredentialsError(Exception):
    """Credentials were sent and are wrong; ``detail`` is the sentence the server answers with."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


def _md5(text: str) -> str:
    # RFC 2617 asks for MD5, and it is what Collect and the real server speak.
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


class Accounts:
    """The users of one sandbox."""

    def __init__(self, accounts: Iterable[Account]) -> None:
        """``accounts`` with distinct user names and tokens."""
        self._by_name = {account.username: account for account in accounts}
        self._by_token = {account.token: account for account in self._by_name.values() if account.token}
        self._secret = secrets.token_bytes(32)

    def named(self, username: str) -> Account | None:
        """The account of that name."""
        return self._by_name.get(username)

    def identify(self, request: Request) -> Account:
        """Who sent the request; `ANONYMOUS` without credentials.

        Raises:
            CredentialsError: there are credentials, and they are wrong.
        """
        scheme, _, rest = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "token":
            return self._with_token(rest.strip())
        if scheme.lower() == "basic":
            return self._with_password(rest)
        if scheme.lower() == "digest":
            return self._with_digest(request.method, rest)
        return ANONYMOUS

    def challenge(self) -> str:
        """The ``WWW-Authenticate`` header that makes a tablet send Digest credentials."""
        nonce = self._nonce(int(time.time()))
        opaque = secrets.token_hex(16).upper()
        return f'Digest realm="{REALM}", qop="auth", nonce="{nonce}", opaque="{opaque}", algorithm="MD5", stale="false"'

    def _with_token(self, token: str) -> Account:
        if token not in self._by_token:
            raise CredentialsError("Invalid token.")
        return self._by_token[token]

    def _with_password(self, encoded: str) -> Account:
        try:
            username, _, password = base64.b64decode(encoded, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            raise CredentialsError("Invalid basic header. Credentials not correctly base64 encoded.") from None
        account = self._by_name.get(username)
        if account is None or not hmac.compare_digest(account.password.encode(), password.encode()):
            raise CredentialsError("Invalid username/password.")
        return account

    def _with_digest(self, method: str, rest: str) -> Account:
        sent = parse_keqv_list(parse_http_list(rest))
        account = self._by_name.get(sent.get("username", ""))
        if account is None or not self._is_fresh(sent.get("nonce", "")):
            raise CredentialsError("Invalid username/password.")
        first = _md5(f"{account.username}:{REALM}:{account.password}")
        second = _md5(f"{method}:{sent.get('uri', '')}")
        middle = [sent.get(part, "") for part in ("nonce", "nc", "cnonce", "qop")]
        expected = _md5(":".join([first, *middle, second]))
        if not hmac.compare_digest(expected, sent.get("response", "")):
            raise CredentialsError("Invalid username/password.")
        return account

    def _nonce(self, issued: int) -> str:
        signature = hmac.new(self._secret, str(issued).encode(), hashlib.sha256).hexdigest()[:32]
        return f"{issued}:{signature}"

    def _is_fresh(self, nonce: str) -> bool:
        issued, _, _ = nonce.partition(":")
        if not issued.isdigit() or not hmac.compare_digest(nonce, self._nonce(int(issued))):
            return False
        return 0 <= time.time() - int(issued) <= NONCE_SECONDS
