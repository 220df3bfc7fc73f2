"""A command as a person types it, in this process, and what it left on the screen."""

import contextlib
import io
import json
import os
from dataclasses import dataclass
from typing import Any

from cli import main


@dataclass(frozen=True)
class Said:
    """What a command left on the two streams, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on standard output."""
        return json.loads(self.out)

    @property
    def all(self) -> str:
        return self.out + self.err


@contextlib.contextmanager
def environment(values):
    """These variables while the block runs."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def retour(*arguments, **variables) -> Said:
    """The command as a person types it, with these environment variables."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with environment(variables), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main([str(a) for a in arguments])
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
    return Said(code, *(stream.buffer.getvalue().decode() for stream in (out, err)))
