"""config/programme.toml and the environment become frozen, checked Settings; an error names file, table, key."""

import os
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from .errors import SetupError, did_you_mean
from .programme import Deployment, Limits, Names, Publishing, Server, Settings, Stage, WriteBack
from .toml_table import TomlTable

FILE = "config/programme.toml"
KINDS = ("kobo", "folder", "sandbox")


def find_stage(settings: Settings, name: str) -> Stage:
    """The stage of that name, or a SetupError with the nearest one."""
    for stage in settings.stages:
        if stage.name == name:
            return stage
    raise SetupError(FILE, f"there is no stage '{name}'.", did_you_mean(name, (s.name for s in settings.stages)))


def choose_stages(settings: Settings, names: Sequence[str]) -> list[Stage]:
    """The stages of these names, or all enabled ones if none is named; SetupError for an unknown name."""
    return [find_stage(settings, name) for name in names] or [s for s in settings.stages if s.enabled]


def load_settings(folder: Path, environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings of the programme in ``folder``; SetupError with file, table, key and the nearest valid spelling."""
    path = folder / FILE
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SetupError(
            str(folder),
            "there is no programme here (config/programme.toml is missing).",
            "Name its folder with --project, or lay a new one with 'retour init DIR'.",
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SetupError(
            FILE, f"is not valid TOML: {error}.", "Mend that line; texts stand in double quotes."
        ) from None
    root = TomlTable(FILE, "", document)
    programme = root.table("programme")
    servers = {name: _server(name, root.table("server").table(name)) for name in root.table("server").names()}
    settings = Settings(
        folder=folder,
        name=programme.text("name"),
        programme_id=programme.text("id"),
        languages=programme.texts("languages"),
        currency_code=programme.text("currency_code", "XOF"),
        donor=programme.text("donor", ""),
        implementer=programme.text("implementer", ""),
        synthetic=programme.boolean("synthetic", False),
        servers=servers,
        stages=tuple(_stage(folder, table, servers) for table in root.tables("stage")),
        limits=_limits(root.table("limits")),
        write_back=_write_back(root.table("write_back")),
        database_url=environment.get("RETOUR_DATABASE_URL") or None,
        contact=programme.text("contact", ""),
        names=_names(root.table("names")),
        publishing=_publishing(root.table("publish")),
    )
    programme.refuse_unknown()
    root.refuse_unknown()
    _refuse_doubles(settings)
    return settings


def _server(name: str, table: TomlTable) -> Server:
    kind = table.choice("kind", KINDS)
    url = table.text("url", "" if kind == "sandbox" else None).rstrip("/")
    if kind == "kobo" and not url.startswith(("https://", "http://")):
        raise table.error("url", f"'{url}' is no web address.", "Write it whole: https://kf.kobotoolbox.org.")
    server = Server(
        name=name,
        kind=kind,
        url=url,
        openrosa_url=table.text("openrosa_url", url).rstrip("/"),
        read_token=_reference(table, "read_token", required=kind == "kobo"),
        deploy_token=_reference(table, "deploy_token", required=False),
    )
    table.refuse_unknown()
    return server


def _reference(table: TomlTable, key: str, *, required: bool) -> str:
    """The name of a secret; a secret itself in the file is refused."""
    value = table.text(key, None if required else "")
    if value and not value.startswith(("env:", "keyring:")):
        raise table.error(
            key,
            "holds something that looks like a token itself.",
            "Take it out, change it on the server, and write where it is kept: 'env:NAME' or 'keyring:SERVICE/NAME'.",
        )
    return value


def _stage(folder: Path, table: TomlTable, servers: Mapping[str, Server]) -> Stage:
    name = table.text("name")
    if not name.isidentifier() or name != name.lower() or len(name) > 30:
        raise table.error("name", f"'{name}' cannot name tables.", "Use up to 30 small letters, digits and _.")
    stage = Stage(
        name=name,
        form=folder / table.text("form", f"forms/{name}.xlsx"),
        enabled=table.boolean("enabled", True),
        restricted=table.boolean("restricted", False),
        deployments=tuple(_deployment(name, row, servers) for row in table.tables("deployment")),
    )
    table.refuse_unknown()
    return stage


def _deployment(stage: str, table: TomlTable, servers: Mapping[str, Server]) -> Deployment:
    server = table.text("server")
    if server not in servers:
        raise table.error("server", f"there is no [server.{server}].", did_you_mean(server, servers))
    places = tuple(table.texts("places", ()))
    deployment = Deployment(stage, table.text("zone"), server, table.text("uid", ""), places)
    table.refuse_unknown()
    return deployment


def _limits(table: TomlTable) -> Limits:
    default = Limits()
    limits = Limits(
        deletion_share=table.number("deletion_share", default.deletion_share, low=0, high=1),
        deletion_count=int(table.number("deletion_count", default.deletion_count, low=0)),
        overlap_ids=int(table.number("overlap_ids", default.overlap_ids, low=0)),
        scan_days=int(table.number("scan_days", default.scan_days, low=0)),
        answer_bytes=int(table.number("answer_bytes", default.answer_bytes, low=1000)),
        repeat_depth=int(table.number("repeat_depth", default.repeat_depth, low=1, high=10)),
        wait_seconds=table.number("wait_seconds", default.wait_seconds, low=1, high=600),
    )
    table.refuse_unknown()
    return limits


def _names(table: TomlTable) -> Names:
    names = Names(table.boolean("committee", False), table.boolean("certificates", False))
    table.refuse_unknown()
    return names


def _publishing(table: TomlTable) -> Publishing:
    default = Publishing()
    publishing = Publishing(
        window_hours=table.number("window_hours", default.window_hours, low=0, high=24 * 31),
        cases=int(table.number("cases", default.cases, low=1, high=20_000)),
        one_zone=table.boolean("one_zone", default.one_zone),
    )
    table.refuse_unknown()
    return publishing


def _write_back(table: TomlTable) -> WriteBack:
    write_back = WriteBack(table.boolean("enabled", False), table.boolean("approve", False))
    table.refuse_unknown()
    return write_back


def _refuse_doubles(settings: Settings) -> None:
    """Two stages of one name, or two deployments of one stage in one zone, would share tables or bookmarks."""
    seen: set[str] = set()
    for key in [s.name for s in settings.stages] + [d.key for s in settings.stages for d in s.deployments]:
        if key in seen:
            raise SetupError(FILE, f"'{key}' is there twice.", "Rename or remove one of the two.")
        seen.add(key)
