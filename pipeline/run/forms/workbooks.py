"""Forms: checked on this machine, compared with what tablets have, deployed, and read back."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path

from ...engine.validate import validate_xform
from ...errors import SetupError
from ...model.form import Form
from ...model.submission import FormEdition
from ...programme import Deployment, Settings, Stage
from ...publish.files import ListFile
from ...publish.sent import put_sent
from ...settings import choose_stages, find_stage, load_settings
from ...sources.kobo_deploy import Deployed
from ...warehouse.schemas import schema_of
from ...warehouse.shapes import named_columns
from ...xlsform.change import Change
from ...xlsform.check import check_workbook
from ...xlsform.compile import compile_workbook
from ...xlsform.diff import compare_forms, is_breaking
from ...xlsform.lists import ListChange, build_lists, drift, read_shared_lists
from ...xlsform.problem import Problem
from ...xlsform.read import read_xform
from ..answers.editions import store_new_editions
from ..publishing.case_lists import CaseLists, contents
from ..publishing.claiming import claim
from ..session import Session
from .uids import write_uid


def check_forms(folder: Path, names: Sequence[str]) -> dict[str, list[Problem]]:
    """Problems by workbook: pyxform, ODK Validate and our own rules.

    Args:
        folder: of the programme; not read when every name is a file.
        names: stages, or paths of any workbooks; all stages if empty.
    """
    found: dict[str, list[Problem]] = {}
    for path, is_ours in _workbooks(folder, names):
        attached = {p.name for p in _media_folders(folder) if p.is_file()} if is_ours else None
        found[str(path)] = check_workbook(path, validate_xform, attached)
        if is_ours and not any(p.severity == "error" for p in found[str(path)]):
            found[str(path)] += drift(path, read_shared_lists(folder / "config/lists"))
    return found


def build_forms(folder: Path) -> dict[str, list[ListChange]]:
    """The shared lists of config/lists stand in every stage's workbook; what changed, by workbook."""
    settings = load_settings(folder)
    return {s.form.name: build_lists(s.form, folder / "config/lists") for s in settings.stages}


@dataclass(frozen=True, slots=True)
class Compared:
    """A stage's workbook beside what tablets have of it in one deployment.

    Attributes:
        edition: what tablets get now; None where nothing was deployed yet.
        changes: from there to the workbook; None where there is nothing to compare with.
    """

    stage: Stage
    deployment: Deployment
    edition: FormEdition | None
    changes: list[Change] | None


def compare_with_tablets(
    session: Session, names: Sequence[str], form_of: Callable[[Stage], Form] | None = None
) -> list[Compared]:
    """The chosen stages beside their deployments, in the programme's order; each edition is asked for once.

    Args:
        session: open on the programme.
        names: stages; all enabled ones if empty.
        form_of: gives a stage's checked form; where its caller needs the forms too, a remembering one.
    """
    # A stage with several zones has one workbook: checking and compiling it is the long part.
    form_of = form_of or cache(_form)
    compared = []
    for stage, deployment in _chosen(session.settings, names):
        edition = _deployed_edition(session, deployment)
        changes = _changes(session, stage, edition, form_of(stage)) if edition else None
        compared.append(Compared(stage, deployment, edition, changes))
    return compared


def diff_forms(session: Session, names: Sequence[str] = ()) -> dict[Deployment, list[Change] | None]:
    """What would change on the tablets, by deployment; None where nothing was deployed yet."""
    return {one.deployment: one.changes for one in compare_with_tablets(session, names)}


@dataclass(frozen=True, slots=True)
class DeployedStage:
    """One deployment after ``forms deploy``; ``result`` None where tablets had all of it already."""

    deployment: Deployment
    result: Deployed | None
    changes: tuple[Change, ...]

    def document(self) -> dict[str, object]:
        """The same for machines and for the run's record."""
        result = asdict(self.result) if self.result else None
        return {"deployment": self.deployment.key, "result": result, "changes": [asdict(c) for c in self.changes]}


def deploy_forms(
    session: Session, names: Sequence[str] = (), accept: str = "", *, force: bool = False, take_over: bool = False
) -> list[DeployedStage]:
    """Every chosen stage's workbook and lists are on its servers, read back.

    Args:
        session: holding the lock.
        names: stages; all enabled ones if empty.
        accept: the reason why breaking changes are wanted; recorded by the caller.
        force: deploy even where nothing changed.
        take_over: projects that another installation keeps up become this one's.

    Raises:
        SetupError: a workbook has errors, a change breaks something and nobody accepted it, or another installation
            keeps a project up; nothing was sent.
        SourceError: a server refused, or holds afterwards what was not sent.
    """
    form_of = cache(_form)
    for stage, _ in _chosen(session.settings, names):
        # A workbook with errors is told before any server is asked.
        form_of(stage)
    ready = [(one, form_of(one.stage)) for one in compare_with_tablets(session, names, form_of)]
    for one, _ in ready:
        _refuse_breaking(one.stage, one.deployment, one.changes or [], accept)
    with session.engine.connect() as connection:
        lists = CaseLists(session, connection)
        files = [lists.files(one.stage, one.deployment, form) for one, form in ready]
    claim(session, [one.deployment for one, _ in ready if one.deployment.uid], take_over=take_over)
    return [_deploy(session, one, form, made, force) for (one, form), made in zip(ready, files, strict=True)]


def _deploy(session: Session, one: Compared, form: Form, files: Sequence[ListFile], force: bool) -> DeployedStage:
    stage, deployment, changes = one.stage, one.deployment, one.changes
    deployer = session.deployer(session.settings.servers[deployment.server])
    media = contents(files)
    if changes == [] and not force:
        result = deployer.deploy_media(deployment.uid, media)
    else:
        name = f"{form.title} · {deployment.zone}"
        result = deployer.deploy_form(stage.form.name, stage.form.read_bytes(), name, media, deployment.uid)
    if result and result.uid != deployment.uid:
        write_uid(session.settings.folder, deployment, result.uid)
        deployment = replace(deployment, uid=result.uid)
        claim(session, [deployment])
    seen = result is None or result.devices_see_media is not False
    with session.engine.begin() as connection:
        put_sent(connection, deployment.key, deployment.uid, files, session.at, session.run_id, is_done=seen)
    store_new_editions(session, deployment, session.source(deployment))
    return DeployedStage(deployment, result, tuple(changes or ()))


def _media_folders(folder: Path) -> list[Path]:
    return [*folder.glob("config/*.csv"), *folder.glob("forms/media/*")]


def _form(stage: Stage) -> Form:
    if not stage.form.exists():
        raise SetupError(str(stage.form), "is not there.", f"Put the workbook of stage '{stage.name}' there.")
    errors = [p for p in check_workbook(stage.form, validate_xform) if p.severity == "error"]
    if errors:
        where = f"{stage.form.name}, {errors[0].place}" if errors[0].place else stage.form.name
        more = f" ({len(errors)} errors in all: retour forms check {stage.name})" if len(errors) > 1 else ""
        raise SetupError(where, errors[0].what, errors[0].fix + more)
    return compile_workbook(stage.form).form


def _deployed_edition(session: Session, deployment: Deployment) -> FormEdition | None:
    if not deployment.uid:
        return None
    return session.deployer(session.settings.servers[deployment.server]).deployed_edition(deployment.uid)


def _changes(session: Session, stage: Stage, edition: FormEdition, new: Form) -> list[Change]:
    sheets = dict(edition.sheets)
    old = compile_workbook(sheets).form if sheets else read_xform(edition.xform)
    # KoBoToolbox keeps the title as the project's name, outside the form.
    return compare_forms(replace(old, title=new.title), new, _readers(session, stage))


def _readers(session: Session, stage: Stage) -> dict[str, list[str]]:
    """What downstream reads each question: the columns it has been given."""
    readers: dict[str, list[str]] = {}
    with session.engine.connect() as connection:
        schema = schema_of(connection, stage.name)
        for named in named_columns(connection, stage.name):
            if named.column:
                readers.setdefault(named.path.partition("#")[0], []).append(f"{schema}.{named.table}.{named.column}")
    return readers


def _refuse_breaking(stage: Stage, deployment: Deployment, changes: Sequence[Change], accept: str) -> None:
    if accept or not is_breaking(changes):
        return
    first = next(c for c in changes if c.weight == "breaking")
    count = sum(c.weight == "breaking" for c in changes)
    raise SetupError(
        f"{stage.form.name} → {deployment.key}",
        f"{count} change(s) would break something; the first: {first.kind} '{first.path}'. {first.why}",
        f"See them all: retour forms diff {stage.name}. If they are wanted: retour forms deploy --accept 'the reason'.",
    )


def _chosen(settings: Settings, names: Sequence[str]) -> list[tuple[Stage, Deployment]]:
    kobo = [
        (s, d)
        for s in choose_stages(settings, names)
        for d in s.deployments
        if settings.servers[d.server].kind != "folder"
    ]
    if not kobo:
        raise SetupError("config/programme.toml", "no chosen stage has a server to deploy to.", "Add a deployment.")
    return kobo


def _workbooks(folder: Path, names: Sequence[str]) -> list[tuple[Path, bool]]:
    """Pairs of workbook and whether it is a stage's own."""
    files = [Path(n) for n in names if Path(n).suffix]
    stages = [n for n in names if not Path(n).suffix]
    found = [(f, False) for f in files]
    if stages or not names:
        settings = load_settings(folder)
        chosen = [find_stage(settings, n) for n in stages] or list(settings.stages)
        found += [(s.form, True) for s in chosen]
    return found
