"""Who am I, my token, and the addresses that are gone for good."""

from flask import Blueprint, Response

from .accounts import ANONYMOUS
from .context import caller, here, link, plain_link
from .replies import ApiError, html_page, json_reply, unauthenticated

views = Blueprint("people", __name__)
_GONE = "The V1 API has been removed. Please read the migration article at https://support.kobotoolbox.org/migrating_api.html"


@views.get("/me/")
def me() -> Response:
    """The account behind the credentials."""
    account = caller()
    if account is ANONYMOUS:
        return json_reply({"message": "user is not logged in"})
    organization = {
        "url": link(f"/api/v2/organizations/org{account.username}/"),
        "name": f"{account.username}'s organization",
        "uid": f"org{account.username}",
    }
    return json_reply(
        {
            "username": account.username,
            "first_name": "",
            "last_name": "",
            "email": account.email,
            "is_superuser": account.is_superuser,
            "server_time": here().now().strftime("%Y-%m-%dT%H:%M:%SZ"),
            "date_joined": here().now().strftime("%Y-%m-%dT%H:%M:%SZ"),
            "projects_url": plain_link(f"/{account.username}"),
            "gravatar": "",
            "last_login": None,
            "extra_details": {"name": "", "organization": "", "require_auth": True},
            "git_rev": False,
            "social_accounts": [],
            "validated_password": True,
            "accepted_tos": False,
            "organization": organization,
            "extra_details__uid": f"u{account.username}",
        }
    )


@views.get("/token/")
def token() -> Response:
    """The caller's token, asked for with user name and password."""
    if caller() is ANONYMOUS:
        raise unauthenticated()
    return json_reply({"token": caller().token})


@views.post("/token/")
def token_by_post() -> Response:
    """Credentials in the body are not looked at."""
    return token()


@views.get("/api/v2/users/")
def users() -> Response:
    """The list of users is closed."""
    raise ApiError(403, {"detail": "You do not have permission to perform this action."})


@views.route("/api/v1/<path:rest>", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
def first_api(rest: str) -> Response:
    """The first API is gone since 2.026.22."""
    is_api = rest.startswith("forms")
    return json_reply({"detail": _GONE}, 410) if is_api else html_page(410)
