"""Lays a new programme out of the forms and settings that the program carries, with a random id of its own."""

import re
import secrets
import shutil
from importlib.resources import files
from pathlib import Path

from ..errors import SetupError


def template_folder() -> Path:
    """Where forms/ and config/ are: inside an installed wheel, or the checkout's own."""
    carried = Path(str(files("pipeline"))) / "template"
    return carried if carried.is_dir() else carried.parents[1]


def lay_programme(folder: Path) -> Path:
    """A new programme in ``folder``; SetupError where something is there already.

    Returns:
        The path of its settings file, which the data manager edits next.
    """
    settings = folder / "config/programme.toml"
    for taken in (settings, folder / "forms"):
        if taken.exists():
            raise SetupError(str(taken), "is there already; nothing was overwritten.", "Choose an empty folder.")
    source = template_folder()
    try:
        shutil.copytree(source / "config", folder / "config", dirs_exist_ok=True)
        shutil.copytree(source / "forms", folder / "forms")
    except OSError as error:
        raise SetupError(
            str(folder), f"cannot be written ({error.strerror}).", "Choose a folder that is yours, on a disk with room."
        ) from None
    text = settings.read_text(encoding="utf-8")
    text = re.sub(r'^id = "[^"]*".*$', f'id = "{secrets.token_hex(8)}"', text, count=1, flags=re.MULTILINE)
    settings.write_text(text, encoding="utf-8")
    return settings
