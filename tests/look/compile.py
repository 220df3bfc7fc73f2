"""Writes what the browser needs of each form: XForm, lists, and one long fill, into build/look/public/forms."""

import json
import sys
from pathlib import Path

from tests.forms.forms import ROOT, STAGES, engine_of, form_of, media
from tests.forms.reach import one_fill

PUBLIC = ROOT / "build/look/public/forms"
SEEDS = range(30)


def longest_fill(stage: str) -> str:
    """The instance, of some seeds, that has shown most questions: it opens most of the form at once."""
    fills = (one_fill(stage, seed) for seed in SEEDS)
    return max(fills, key=lambda fill: len(fill.reached)).xml


def write_stage(stage: str, folder: Path) -> None:
    """The form, its lists and a fill, as files that a web server can hand out."""
    folder.mkdir(parents=True, exist_ok=True)
    form = form_of(stage)
    (folder / "form.xml").write_text(form.xform, encoding="utf-8")
    (folder / "filled.xml").write_text(longest_fill(stage), encoding="utf-8")
    lists = media()
    for name in form.media:
        if name in lists:
            (folder / name).write_bytes(lists[name].read_bytes())


def main(wanted: list[str]) -> None:
    """Write the named stages, or all, and the list of them."""
    stages = wanted or list(STAGES)
    for stage in stages:
        engine_of(stage)
        write_stage(stage, PUBLIC / stage)
    (PUBLIC / "stages.json").write_text(json.dumps(stages), encoding="utf-8")
    print(f"{len(stages)} forms compiled")


if __name__ == "__main__":
    main(sys.argv[1:])
