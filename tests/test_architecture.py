"""The picture in the README cannot drift from the code: who may import whom is a table here."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PIPELINE = ROOT / "pipeline"

ROOMS = {p.name for p in PIPELINE.iterdir() if p.is_dir() and (p / "__init__.py").exists()}
SHARED = {"model", "errors"}
# Rooms that speak to PostgreSQL share its driver, its quoting and the words for its refusals.
WITH_SQL = {"archive", "cards", "findings", "publish", "registry", "warehouse", "writeback"}
ALLOWED = {room: SHARED | ({"sql"} if room in WITH_SQL else set()) for room in ROOMS} | {
    "model": set(),
    "errors": set(),
    "sql": {"errors"},
    "programme": set(),
    "settings": {*SHARED, "toml_table", "programme"},
    "toml_table": SHARED,
    "tokens": SHARED,
    "commands": {"run", "errors"},
    "run": {*ROOMS - {"commands"}, "errors", "settings", "programme", "sql", "tokens"},
}
PURE = {"model", "records", "rules"}
IMPURE = {"requests", "sqlalchemy", "os", "pathlib", "time", "random", "logging", "psycopg", "subprocess", "socket"}


def modules():
    """Every module of the program with the room it stands in."""
    yield "cli", ROOT / "cli.py"
    for path in sorted(PIPELINE.rglob("*.py")):
        inside = path.relative_to(PIPELINE)
        if path.name == "__init__.py" and len(inside.parts) == 1:
            continue
        yield (inside.parts[0] if len(inside.parts) > 1 else inside.stem), path


def imported(path):
    """Absolute dotted names of all that a module imports, relative ones resolved."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*start, *([node.module] if node.module else [])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize(("room", "path"), [pytest.param(r, p, id=str(p.relative_to(ROOT))) for r, p in modules()])
def test_rooms_import_only_what_the_table_allows(room, path):
    """Neighbours never import each other: the shell hands one's result to the next."""
    for name in imported(path):
        parts = name.split(".")
        if parts[0] == "pipeline" and len(parts) > 1:
            if room == "cli":
                assert parts[1] in {"commands", "errors"}, f"cli imports {name}; it only gathers commands"
            else:
                assert parts[1] in {room, *ALLOWED[room]}, f"{room} imports {name}"


@pytest.mark.parametrize("path", [p for r, p in modules() if r in PURE], ids=str)
def test_pure_rooms_touch_nothing_outside(path):
    """What decides about people must give the same answer tomorrow, on any machine."""
    assert not {name.split(".")[0] for name in imported(path)} & IMPURE


@pytest.mark.parametrize("path", [p for r, p in modules() if r in PURE], ids=str)
def test_pure_rooms_never_ask_what_day_it_is(path):
    """The shell passes the day."""
    calls = {
        n.func.attr
        for n in ast.walk(ast.parse(path.read_text()))
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)
    }
    assert not calls & {"now", "today", "utcnow"}
