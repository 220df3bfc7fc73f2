"""What a reader is told exists, and what exists is told: commands, settings, variables, rooms, links."""

import re
import shlex
from pathlib import Path

import click
import pytest

from cli import retour
from pipeline import errors

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
TOLD_EVERYWHERE = {"--help", "--version", "--project"}
TOPS = ("README.md", "LICENSE", "Makefile", "pyproject.toml", "requirements.lock", "cli.py", ".gitignore")
FOLDERS = (".ci", "config", "docs", "forms", "pipeline", "tests")
# Put together here, so that this file does not hold what it looks for.
FORBIDDEN = ["/" + "work/", "/" + "root/.", "/" + "home/", "py" + "pi.org", "python" + "hosted", "registry." + "npmjs"]


def walk(command, path=()):
    """Every command that does something, with its words."""
    if not isinstance(command, click.Group) or command.invoke_without_command:
        yield " ".join(path), command
    if isinstance(command, click.Group):
        for name, child in command.commands.items():
            yield from walk(child, (*path, name))


def groups(command, path=()):
    """Every command and group with its words."""
    yield " ".join(path) or "retour", command
    if isinstance(command, click.Group):
        for name, child in command.commands.items():
            yield from groups(child, (*path, name))


def row_of(words):
    """The row of the README's table of commands that begins with these words."""
    found = re.search(rf"^\| `{re.escape(words)}(?:`| [A-Z[-][^`]*`)[^\n]*", README, re.MULTILINE)
    return found.group() if found else ""


COMMANDS = dict(walk(retour))


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_and_option_stands_in_the_readme(words):
    """A data manager looks there first; what is missing there does not exist for them."""
    row = row_of(words)
    assert row, f"README's table of commands has no row '{words}'"
    for parameter in COMMANDS[words].params:
        longest = max(parameter.opts, key=len)
        if longest.startswith("--"):
            assert re.search(rf"`{longest}(?![\w-])", row), f"row '{words}' does not tell {longest}"


def test_the_readme_tells_no_command_or_option_that_is_gone():
    """A table that promises what was removed sends people into an error."""
    table = README.split("\n## Commands\n")[1].split("\n## ")[0]
    for told in re.findall(r"^\| `([^`]+)`[^\n]*", table, re.MULTILINE):
        assert any(told == words or told.startswith(f"{words} ") for words in COMMANDS), told
    for words, command in COMMANDS.items():
        known = {opt for parameter in command.params for opt in parameter.opts} | TOLD_EVERYWHERE
        assert set(re.findall(r"`(--[a-z-]+)", row_of(words))) <= known, words


@pytest.mark.parametrize(("words", "command"), [pytest.param(w, c, id=w) for w, c in groups(retour)])
def test_every_command_and_option_has_a_help_text(words, command):
    """'--help' is the manual that is always at hand."""
    assert (command.help or "").strip(), words
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            choices = isinstance(parameter.type, click.Choice)
            assert parameter.help or choices, f"{words} {parameter.opts[0]} says nothing of itself"


def settings_read():
    """Keys that the program reads from config/programme.toml."""
    source = (ROOT / "pipeline/settings.py").read_text(encoding="utf-8")
    keys = set(re.findall(r"\.(?:text|texts|boolean|number|choice)\(\s*\"(\w+)\"", source))
    return keys | set(re.findall(r"_reference\(table, \"(\w+)\"", source))


def settings_told():
    """Keys in the README's table of settings."""
    table = README.split("\n## Settings\n")[1].split("\n| environment variable")[0]
    cells = [line.split("|")[2] for line in table.splitlines() if line.startswith("|") and "`" in line]
    return {key for cell in cells for key in re.findall(r"`(\w+)`", cell)}


def test_every_setting_stands_in_the_readme_and_no_other():
    """A setting nobody knows of is never set; one that is gone is refused as a misspelling."""
    assert len(settings_read()) > 15
    assert settings_told() == settings_read()


def test_every_environment_variable_stands_in_the_readme():
    """Somebody who moves the program to another machine must find all it listens to."""
    sources = [ROOT / "cli.py", ROOT / "config/programme.toml", *(ROOT / "pipeline").rglob("*.py")]
    found = {name for path in sources for name in re.findall(r"\bRETOUR_[A-Z_]+\b", path.read_text(encoding="utf-8"))}
    assert found
    assert {name for name in found if f"`{name}`" not in README} == set()


def test_every_exit_code_stands_in_the_readme():
    """Schedulers act on them."""
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    codes = {kind.exit_code for kind in kinds if issubclass(kind, errors.RetourError)}
    assert codes >= {3, 4, 5}
    for code in codes | {0, 2}:
        assert re.search(rf"^\| {code} \| ", README, re.MULTILINE), f"exit code {code}"


def test_every_room_stands_on_the_map():
    """A room without a sentence is a room nobody knows the purpose of."""
    rooms = {p.name for p in (ROOT / "pipeline").iterdir() if (p / "__init__.py").exists()}
    assert {room for room in rooms if f"| `pipeline/{room}/` |" not in README} == set()


def slug(heading):
    """The anchor that a heading gets on the pages where this is read."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_every_link_leads_somewhere(page):
    """A dead link ends the reading."""
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        other = (page.parent / name).resolve() if name else page
        assert other.exists(), f"{page.name}: {target}"
        if anchor:
            headings = re.findall(r"^#+ (.+)$", other.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {slug(h) for h in headings}, f"{page.name}: {target}"


def quoted(page):
    """Commands that a page tells the reader to type."""
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"^ *```\w*\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL)
    lines = [line.strip() for block in blocks for line in block.splitlines()]
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"^ *```.*?^ *```", "", text, flags=re.MULTILINE | re.DOTALL))
    for line in [*lines, *spans]:
        command = line.removeprefix(".venv/bin/")
        if re.match(r"retour (--\w|[a-z])", command):
            yield re.split(r" {2,}|\s#", command)[0]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_every_quoted_command_exists(page):
    """A command that is copied from the guide must be understood by the program."""
    for line in quoted(page):
        check_command(line)


def test_the_guide_quotes_commands():
    """Otherwise the check above would pass on a guide it cannot read."""
    assert len(list(quoted(ROOT / "docs/guide.fr.md"))) > 25


def check_command(line):
    """Follows the words of one quoted command through the command tree."""
    words = shlex.split(line)[1:]
    if words and words[0] == "--project":
        words = words[2:]
    command: click.Command = retour
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        assert words[0] in command.commands, f"'{line}': there is no '{words[0]}'"
        command, words = command.commands[words[0]], words[1:]
    known = {opt for parameter in command.params for opt in parameter.opts} | TOLD_EVERYWHERE
    before_dashes = words[: words.index("--")] if "--" in words else words
    for word in before_dashes:
        if word.startswith("-"):
            assert word in known, f"'{line}': there is no {word}"


def texts():
    """Every text file that is handed on."""
    paths = [ROOT / name for name in TOPS]
    paths += [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*")) if path.is_file()]
    for path in paths:
        if {"__pycache__", "node_modules"} & set(path.parts):
            continue
        try:
            yield path, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def test_no_file_names_a_registry_or_a_place_on_somebodys_machine():
    """They would lead elsewhere, or nowhere, on the reader's machine."""
    found = [f"{p.relative_to(ROOT)}: {word}" for p, text in texts() for word in FORBIDDEN if word in text]
    assert found == []
