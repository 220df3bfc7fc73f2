"""A form is deployed on KoBoToolbox, and what tablets will get is read back before anybody is told it is done."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import msgspec

from ..errors import AccessError, SetupError, SourceError
from ..model.submission import FormEdition
from .http import Http
from .kobo_access import Asset, account, asset, asset_path, permissions
from .kobo_forms import form_edition
from .kobo_import import CHECK, import_workbook, worded
from .kobo_mark import claim_project, is_marked
from .kobo_media import check_media, remove_media, replace_media
from .openrosa import devices_see


@dataclass(frozen=True, slots=True)
class Deployed:
    """What a deployment left on the server, as read back from it.

    Attributes:
        uid: of the project; also the form id on tablets.
        version: what submissions will carry in ``__version__``.
        form_url: the project's page for a browser.
        media_sent: files that differed and were replaced, sorted.
        devices_see_media: the tablets' own manifest shows every file; None where it cannot be reached.
    """

    uid: str
    version: str
    form_url: str
    media_sent: tuple[str, ...]
    devices_see_media: bool | None


class Refusal(msgspec.Struct):
    """Why a deployment was refused: pyxform's or ODK Validate's text."""

    error: str = ""


class KoboDeployer:
    """Deploys to one server. ``openrosa`` is the session with the host that tablets talk to."""

    def __init__(self, http: Http, openrosa: Http) -> None:
        self.http, self.openrosa = http, openrosa

    def deploy_form(
        self, filename: str, workbook: bytes, name: str, media: Mapping[str, bytes], uid: str = ""
    ) -> Deployed:
        """The workbook becomes the project's deployed version; ``uid`` '' makes a new project.

        Raises:
            AccessError: the account may not deploy; nothing was sent.
            SetupError: the server refuses the form.
            SourceError: what the server holds afterwards is not what was sent.
        """
        who = account(self.http)
        if uid:
            self._may_deploy(uid, who)
        uid = import_workbook(self.http, filename, workbook, name, uid)
        return self._publish(uid, who, media, filename)

    def deploy_media(
        self, uid: str, media: Mapping[str, bytes], gone: Collection[str] = (), *, is_resumed: bool = False
    ) -> Deployed | None:
        """New case lists reach the tablets; None if they see them all already and nothing was done.

        The deployed form stays the same only if no newer version waits; SetupError if one does.

        Args:
            uid: of the project.
            media: files by name.
            gone: names of files that tablets shall have no more.
            is_resumed: an earlier sending was cut off: files may be there without a deployment that carried them.
        """
        who = account(self.http)
        project = self._may_deploy(uid, who)
        # A mere rename makes a new version too, so contents are compared, not version ids.
        if project.deployed_version and project.version != project.deployed_version and self._differs(project, uid):
            raise SetupError(
                f"project '{uid}'",
                "it holds a form that was changed but not deployed; new media would deploy that too.",
                "Run 'retour forms deploy' first.",
            )
        sent = remove_media(self.http, uid, gone) + replace_media(self.http, uid, media)
        if not sent and not gone:
            seen = devices_see(self.openrosa, uid, media)
            if seen or (seen is None and not is_resumed):
                return None
        return self._publish(uid, who, media, uid, sent)

    def deployed_edition(self, uid: str) -> FormEdition | None:
        """The form that tablets get now, to compare with the workbook; None if the project was never deployed."""
        project = asset(self.http, uid, account(self.http))
        if not project.has_deployment or not project.deployed_version:
            return None
        return form_edition(self.http, uid, project.deployed_version)

    def is_archived(self, uid: str) -> bool:
        """Somebody closed the project: tablets do not show its form, and a redeployment would open it again."""
        project = asset(self.http, uid, account(self.http))
        return project.has_deployment and project.is_active is False

    def is_marked(self, uid: str, programme_id: str, *, take_over: bool = False) -> bool:
        """Whether the project carries this programme's mark; SetupError where it carries another's."""
        return is_marked(self.http, uid, programme_id, take_over=take_over)

    def claim(self, uid: str, programme_id: str, *, take_over: bool = False) -> None:
        """The project carries this programme's mark; see ``claim_project``."""
        claim_project(self.http, uid, programme_id, take_over=take_over)

    def _may_deploy(self, uid: str, who: str) -> Asset:
        project = asset(self.http, uid, who)
        if not permissions(project, who) & {"change_asset", "manage_asset"}:
            raise AccessError(
                f"{self.http.url}{asset_path(uid)}",
                f"account '{who}' may see this project but not change it.",
                "Ask its owner for 'Edit form', or use another deploy token.",
            )
        return project

    def _differs(self, project: Asset, uid: str) -> bool:
        newest = form_edition(self.http, uid, project.version or "")
        deployed = form_edition(self.http, uid, project.deployed_version or "")
        return newest.sheets != deployed.sheets

    def _publish(
        self, uid: str, who: str, media: Mapping[str, bytes], what: str, sent: tuple[str, ...] = ()
    ) -> Deployed:
        sent = sent + replace_media(self.http, uid, media)
        version = self._activate(uid, who, what)
        project = asset(self.http, uid, who)
        if project.deployed_version != version or not project.is_active:
            raise SourceError(
                f"{self.http.url}{asset_path(uid)}",
                f"the server says it deployed, but holds version '{project.deployed_version}' instead of '{version}'"
                + ("." if project.is_active else ", archived."),
                "Deploy again, while nobody edits the project in the browser.",
            )
        check_media(self.http, uid, media)
        seen = self._devices_see(uid, media)
        return Deployed(uid, version, f"{self.http.url}/#/forms/{uid}/summary", sent, seen)

    def _devices_see(self, uid: str, media: Mapping[str, bytes]) -> bool | None:
        """As the manifest says it, after a while: the server copies files into it in the background."""
        attempt = 1
        while (seen := devices_see(self.openrosa, uid, media)) is False:
            attempt += 1
            if not self.openrosa.pause(attempt):
                break
        return seen

    def _activate(self, uid: str, who: str, what: str) -> str:
        """The version now deployed. ``active`` is always said: its default archives the form."""
        path = f"{asset_path(uid)}deployment/"
        for _ in range(2):
            # Only the newest version can be deployed, any other gives 500; a rename in the browser makes a newer one.
            project = asset(self.http, uid, who)
            order: dict[str, object] = {"active": True}
            if project.has_deployment:
                order["version_id"] = project.version
            verb = "PATCH" if project.has_deployment else "POST"
            answer = self.http.request(verb, path, repeatable=verb == "PATCH", json=order)
            if answer.status == 200:
                return project.version or ""
            if answer.status == 400:
                reason = worded(answer.json(Refusal).error)
                raise SetupError(what, f"the server refuses to deploy the form: '{reason}'.", CHECK)
            if answer.status not in (405, 500):
                break
        raise answer.refusal()
