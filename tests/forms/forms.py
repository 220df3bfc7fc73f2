"""The workbooks as Form and as engine, made once for each worker, and codes with a right check character."""

from functools import cache
from pathlib import Path
from random import Random

from pipeline.engine.session import FormEngine
from pipeline.model.form import Form
from pipeline.xlsform.compile import compile_workbook

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / "config"
STAGES = tuple(sorted(path.stem for path in (ROOT / "forms").glob("*.xlsx")))
FRENCH, ENGLISH = "Français (fr)", "English (en)"
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def workbook(stage: str) -> Path:
    return ROOT / f"forms/{stage}.xlsx"


@cache
def form_of(stage: str) -> Form:
    return compile_workbook(workbook(stage)).form


def shipped_lists() -> dict[str, Path]:
    """What a new programme deploys: lists of people, plans and sessions have their header only."""
    return {path.name: path for path in CONFIG.glob("*.csv")}


def media() -> dict[str, Path]:
    """The shipped lists, with made-up people, plans and sessions, as after some months of work."""
    return shipped_lists() | {path.name: path for path in (Path(__file__).parent / "media").glob("*.csv")}


@cache
def engine_of(stage: str) -> FormEngine:
    return FormEngine(form_of(stage).xform, media())


def with_check(seven: str) -> str:
    """The whole code of seven characters, prefix included."""
    return seven + ALPHABET[sum((i + 1) * ALPHABET.index(sign) for i, sign in enumerate(seven)) % 31]


def draw_code(prefix: str, dice: Random) -> str:
    return with_check(prefix + "".join(dice.choice(ALPHABET) for _ in range(6)))
