"""The uid of a new project is written into config/programme.toml; everything else in the file stays as it was."""

import os
import shutil
from pathlib import Path

import tomlkit

from ...programme import Deployment
from ...settings import FILE


def write_uid(folder: Path, deployment: Deployment, uid: str) -> None:
    """The deployment's ``uid`` in the programme's file; comments and order are kept."""
    path = folder / FILE
    document = tomlkit.parse(path.read_text(encoding="utf-8"))
    for stage in document.get("stage", []):
        for row in stage.get("deployment", []):
            if stage.get("name") == deployment.stage and row.get("zone") == deployment.zone:
                row["uid"] = uid
    # Whole or not at all: a full disk must not cost the programme its settings.
    new = path.with_name(path.name + ".new")
    new.write_text(tomlkit.dumps(document), encoding="utf-8")
    shutil.copymode(path, new)
    os.replace(new, path)
