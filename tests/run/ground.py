"""A whole programme in miniature: its folder, its database, a server over real HTTP, and tablets that fill its form."""

import os
import re
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import requests
from sqlalchemy import text

from pipeline.engine.session import FormEngine
from pipeline.run.template import lay_programme
from pipeline.simulation.tablet import Tablet
from pipeline.warehouse.snapshot import table_rows
from tests.xlsform.drawn import YES_NO, row, save, sheets

from .typed import Said, retour

ROOT = Path(__file__).parents[2]
TOKEN = "canary-t0ken-" + "a" * 27
NAME, PHONE, MEMBER = "Canarie ZZOUNGRANA", "70999123", "Canari NIKIEMA"
CANARIES = (NAME, "ZZOUNGRANA", PHONE, MEMBER, TOKEN)
FILLED_AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SKILLS = [{"list_name": "skill", "name": n, "label": n.title()} for n in ("sewing", "welding", "farming")]

QUESTIONS = (
    row("start", "start"),
    row("text", "full_name", "Nom", privacy="identity"),
    row("text", "phone", "Téléphone", privacy="identity"),
    row("text", "village", "Village", privacy="open"),
    row("integer", "children", "Enfants", privacy="open"),
    row("select_one yes_no", "has_trade", "Métier ?", privacy="open"),
    row("select_multiple skill", "skills", "Savoir-faire", privacy="open"),
    row("image", "photo", "Photo", privacy="identity"),
    row("begin_repeat", "members", "Membres"),
    row("text", "member_name", "Nom", privacy="identity"),
    row("integer", "share", "Part (XOF)", privacy="open"),
    row("end_repeat"),
)
ANSWERS: dict[str, Any] = {
    "full_name": NAME,
    "phone": PHONE,
    "village": "Garango",
    "children": 3,
    "has_trade": "yes",
    "skills": "sewing farming",
    "members": [{"members/member_name": MEMBER, "members/share": 5000}, {"members/share": 7000}],
}


def household(*more, without=(), **settings):
    """The form's sheets; questions can be added at the end or left out."""
    kept = [r for r in QUESTIONS if r["name"] not in without]
    settings = {"form_id": "household", "form_title": "Ménages", "version": "1"} | settings
    return sheets(*kept, *more, choices=[*YES_NO, *SKILLS], **settings)


def wait_until(is_so, seconds=60.0):
    """Until it is so; fails if it never is."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


@lru_cache(maxsize=16)
def opened(xform: str) -> FormEngine:
    """A form parsed by JavaRosa once for all tests."""
    return FormEngine(xform)


@dataclass
class Ground:
    """One programme with one stage, ``household``, in one or more zones."""

    folder: Any
    engine: Any
    url: str
    faults: Any = None
    variables: dict[str, str] = field(default_factory=dict)
    exports: Any = None

    def lay(self, form=None, zones=("centre",), server="", limits="") -> "Ground":
        """The folder, with this form and these deployments, none of them deployed yet."""
        lay_programme(self.folder)
        self.variables = {
            "RETOUR_DATABASE_URL": self.engine.url.render_as_string(hide_password=False),
            "RETOUR_TEST_TOKEN": TOKEN,
        }
        head = self.settings.read_text("utf-8").partition("[server.")[0]
        server = server or f'kind = "kobo"\nurl = "{self.url}"\nread_token = "env:RETOUR_TEST_TOKEN"'
        zoned = "".join(
            f'[[stage.deployment]]\nzone = "{z}"   # kept as it is\nserver = "s"\nuid = ""\n' for z in zones
        )
        written = f'{head}[server.s]\n{server}\n\n[[stage]]\nname = "household"\n{zoned}\n[limits]\nwait_seconds = 5\n'
        self.settings.write_text(written + limits, "utf-8")
        self.write_form(form or household())
        return self

    @property
    def settings(self):
        return self.folder / "config/programme.toml"

    def write_form(self, form):
        """The stage's workbook."""
        save(self.folder / "forms/household.xlsx", form)

    def change_settings(self, pattern, replacement):
        """The programme's file with another value in it."""
        written = self.settings.read_text("utf-8")
        changed = re.sub(pattern, replacement, written, count=1, flags=re.MULTILINE)
        assert changed != written
        self.settings.write_text(changed, "utf-8")

    def retour(self, *arguments, **variables) -> Said:
        """A command on this programme."""
        return retour("--project", self.folder, *arguments, **(self.variables | variables))

    def start(self, *arguments, **variables) -> "subprocess.Popen[str]":
        """A command in a process of its own, under way."""
        line = [sys.executable, "-c", "from cli import main; main()", "--project", str(self.folder), *arguments]
        environ = os.environ | self.variables | variables
        return subprocess.Popen(line, env=environ, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def done(self, *arguments) -> Said:
        """A command that must succeed."""
        said = self.retour(*arguments)
        assert said.code == 0, said.all
        return said

    def run(self, *arguments) -> Any:
        """``retour run`` that must succeed; its document."""
        return self.done("run", "--json", *arguments).document

    def uid(self, zone="centre") -> str:
        """The project's uid as the settings say it now."""
        return re.search(rf'zone = "{zone}".*?uid = "([^"]*)"', self.settings.read_text("utf-8"), re.DOTALL)[1]  # type: ignore[index]

    def fill(self, zone="centre", files=None, instance_id=None, **changes):
        """A household that a test changes only where it is about it."""
        return self.fill_only(zone, files, instance_id, **(ANSWERS | changes))

    def fill_only(self, zone="centre", files=None, instance_id=None, **answers):
        """A tablet fetches the form, JavaRosa fills it, OpenRosa sends it."""
        tablet = Tablet(self.url, TOKEN)
        engine = opened(tablet.fetch(self.uid(zone)).xform)
        filled = engine.fill(answers, now=FILLED_AT, instance_id=instance_id or str(uuid.uuid4()))
        assert filled.complete, (filled.refused, filled.unanswered_required)
        tablet.send(filled.xml, files)
        return filled

    def edit(self, filled, zone="centre", **changes):
        """The enumerator opens it again, changes it and sends it."""
        tablet = Tablet(self.url, TOKEN)
        edited = opened(tablet.fetch(self.uid(zone)).xform).edit(filled.xml, changes, now=FILLED_AT)
        tablet.send(edited.xml)
        return edited

    def send_xml(self, inner, version=None, instance_id=None, zone="centre", replaces=""):
        """A document made by hand, as a broken tablet or a script would send it; returns its instance id."""
        uid, instance_id = self.uid(zone), instance_id or str(uuid.uuid4())
        asset = self.ask("GET", f"assets/{uid}/").json()
        version = version or asset["deployed_version_id"]
        old = f"<deprecatedID>uuid:{replaces}</deprecatedID>" if replaces else ""
        Tablet(self.url, TOKEN).send(
            f'<{uid} id="{uid}" version="1"><formhub><uuid>{asset["deployment__uuid"]}</uuid></formhub>{inner}'
            f"<__version__>{version}</__version__><meta><instanceID>uuid:{instance_id}</instanceID>{old}</meta></{uid}>"
        )
        return f"uuid:{instance_id}"

    def ask(self, method, path, token=TOKEN, **sent):
        """One request to the server's API, as its owner unless another token is given."""
        headers = {"Authorization": f"Token {token}"}
        answer = requests.request(method, f"{self.url}/api/v2/{path}", headers=headers, timeout=20, **sent)
        assert answer.ok, (answer.status_code, answer.text[:300])
        return answer

    def send_again(self, filled):
        """The tablet still had it."""
        Tablet(self.url, TOKEN).send(filled.xml)

    def delete(self, filled, zone="centre"):
        """Somebody at the office deletes it in the browser."""
        Tablet(self.url, TOKEN).delete_on_server(self.uid(zone), filled.instance_id.removeprefix("uuid:"))

    def row_of(self, filled, columns, table="answers.household") -> list[tuple]:
        """These columns of the rows of one submission, in their order."""
        root = filled.instance_id
        order = "position" if "__" in table else "1"
        return self.rows(f"SELECT {columns} FROM {table} WHERE root_uuid = '{root}' ORDER BY {order}")

    def rows(self, query) -> list[tuple]:
        """What an SQL query finds."""
        with self.engine.connect() as connection:
            return [tuple(r) for r in connection.execute(text(query))]

    def contents(self) -> dict[str, list[tuple]]:
        """Every row of every table but the record of runs, with the transaction that wrote it."""
        tables = self.rows(
            "SELECT schemaname, tablename FROM pg_tables WHERE (schemaname, tablename) <> ('ops', 'run')"
            " AND schemaname IN ('archive', 'answers', 'registry', 'ops', 'reporting')"
        )
        return {
            f"{schema}.{table}": self.rows(f'SELECT xmin::text, t::text FROM {schema}."{table}" t ORDER BY 2, 1')
            for schema, table in tables
        }

    def snapshot(self) -> dict[str, list[str]]:
        """All rows of answers and reporting."""
        with self.engine.connect() as connection:
            return table_rows(connection)
