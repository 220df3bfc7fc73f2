"""ODK Validate in this process says what it says in a process of its own."""

import os
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest
from pyxform.validators.error_cleaner import ErrorCleaner

from pipeline.engine.jvm import java_facts
from pipeline.engine.validate import validate_xform

from .forms import HOUSEHOLD, PLACES, xform

TABLE = """
| survey | | | | | |
| | type | name | label | relevant | constraint | calculation |
| | integer | age | A | | . > 1 | |
| | text | name | N | ${age} > 3 | | |
| | calculate | twice | | | | ${age} * 2 |
"""
BREAK = {
    "unknown function": ("/data/age  * 2", "double( /data/age )"),
    "unknown question": ("/data/age  * 2", "/data/nobody * 2"),
    "syntax": (". &gt; 1", ". &gt; ("),
    "cycle": ("/data/age  &gt; 3", "/data/name = 3"),
    "not well-formed": ("</h:body>", ""),
    "no instance": ("<data id", "<date id"),
    "fine": ("<h:title>data", "<h:title>other"),
}


def broken(kind):
    old, new = BREAK[kind]
    source = xform(TABLE)
    assert old in source
    return source.replace(old, new)


def words(lines):
    """What is said, without class names, traces, memory addresses and the file list of the command line."""
    for line in lines:
        line = re.sub(r"(?:Caused by: )?(?:[a-z]\w*\.)+[A-Z]\w*(?:Exception)?(?:: |$)|@[0-9a-f]{5,}", "", line).strip(
            ": \t"
        )
        if line and not re.match(r"\.\.\. \d+ more|The following files failed|Result: Invalid|.*\.xml$", line):
            yield line


@pytest.mark.parametrize("kind", sorted(BREAK))
def test_it_says_what_its_own_process_says(kind, tmp_path):
    """Pyxform calls the same jar as a command; a second opinion that differs would be worse than none."""
    path = tmp_path / "form.xml"
    path.write_text(broken(kind), encoding="utf-8")
    facts = java_facts()
    program = facts.libjvm.parents[2] / "bin" / ("java.exe" if os.name == "nt" else "java")
    command = [str(program), "-Djava.awt.headless=true", "-jar", str(facts.jar), str(path)]
    own = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    ours = validate_xform(path.read_text(encoding="utf-8"))
    assert bool(ours.errors) == (own.returncode == 1)
    if ours.errors:
        theirs, said = list(words(ErrorCleaner.odk_validate(own.stderr).splitlines())), "\n".join(words(ours.errors))
        assert [line for line in theirs if line not in said] == []
        assert [line for line in said.splitlines() if line not in "\n".join(theirs)] == []
    else:
        assert "\n".join(ours.warnings).strip() == own.stderr.strip()


def test_errors_carry_no_trace():
    """They are printed to a data manager."""
    for kind in BREAK:
        for line in validate_xform(broken(kind)).errors:
            assert "\tat " not in line
            assert ".java" not in line
            assert not re.match(r"\.\.\. \d+ more", line)


def test_a_broken_form_does_not_spoil_the_next_one():
    """Many forms are checked in one run of the machine."""
    validate_xform(broken("syntax"))
    assert validate_xform(xform(HOUSEHOLD)).errors == ()
    assert validate_xform(xform(HOUSEHOLD), {"places.csv": PLACES}).errors == ()


def test_a_list_that_is_no_csv_is_found():
    """With the file at hand, ODK Validate reads it; without, it takes any list for an empty one."""
    ragged = {"places.geojson": b"{not json"}
    table = "| survey | | | |\n| | type | name | label |\n| | select_one_from_file places.geojson | p | P |\n"
    assert validate_xform(xform(table)).errors == ()
    assert validate_xform(xform(table), ragged).errors


def test_threads_take_turns():
    """The sandbox serves several tablets; JavaRosa parses one form at a time."""
    forms = [broken("fine"), broken("syntax"), xform(HOUSEHOLD)] * 3
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda source: bool(validate_xform(source).errors), forms))
    assert results == [False, True, False] * 3


def test_doctor_can_name_the_engine():
    """Versions tell a user of an old wheel why a form behaves differently."""
    facts = java_facts()
    assert facts.javarosa_version[0].isdigit()
    assert facts.java_version[0].isdigit()
    assert 200 <= facts.heap_mb <= 512
    assert facts.libjvm.is_file()
