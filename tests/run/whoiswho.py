"""A programme in miniature with people in it: they are registered, some twice, and spoken of by later stages."""

import re
import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from shutil import copytree
from typing import Any

from click.testing import CliRunner
from sqlalchemy import create_engine, make_url

from cli import retour
from pipeline.engine.session import FormEngine
from pipeline.run.template import lay_programme
from pipeline.sandbox.serve import running
from pipeline.simulation.tablet import Tablet
from tests.xlsform.drawn import YES_NO, row, save, sheets

from ..conftest import fresh
from .ground import TOKEN, Ground

SEX = [{"list_name": "sex", "name": n, "label": label} for n, label in (("female", "Femme"), ("male", "Homme"))]
REGISTRATION = (
    row("today", "today", privacy="open"),
    row("begin_group", "arrival"),
    row("text", "person_code", privacy="identity"),
    row("calculate", "person_id", privacy="identity", calculation="${person_code}"),
    row("text", "arrival_batch", privacy="open"),
    row("date", "returned_on", privacy="open"),
    row("date", "returned_to_commune_on", privacy="open"),
    row("end_group"),
    row("begin_group", "consent"),
    row("select_one yes_no", "consent_given", privacy="open"),
    row("end_group"),
    row("begin_group", "person"),
    row("begin_group", "identity"),
    row("text", "surname", privacy="identity"),
    row("text", "given_names", privacy="identity"),
    row("select_one sex", "sex", privacy="open"),
    row("text", "father_given", privacy="identity"),
    row("text", "mother_given", privacy="identity"),
    row("end_group"),
    row("begin_group", "birth"),
    row("text", "birth_precision", privacy="open"),
    row("date", "birth_date", privacy="identity"),
    row("integer", "birth_year", privacy="sensitive"),
    row("end_group"),
    row("begin_group", "origin"),
    row("begin_group", "return_place"),
    row("text", "commune", privacy="open"),
    row("text", "village", privacy="identity"),
    row("end_group"),
    row("end_group"),
    row("end_group"),
)
COUNSELLING = (
    row("begin_group", "who"),
    row("text", "person_card", privacy="identity"),
    row("text", "person_typed", privacy="identity"),
    row("text", "person_on_list", privacy="identity"),
    row("text", "person_name", privacy="identity"),
    row("integer", "person_birth_year", privacy="sensitive"),
    row("text", "person_phone", privacy="identity"),
    row("calculate", "person_code", privacy="identity", calculation="coalesce(${person_card}, ${person_on_list})"),
    row("end_group"),
    row("begin_group", "talk"),
    row("date", "counselled_on", privacy="open"),
    row("text", "outcome", privacy="open"),
    row("end_group"),
)
FORMS = {"registration": REGISTRATION, "counselling": COUNSELLING}


def paths_of(rows):
    """The path of each question of these rows, by its name."""
    groups: list[str] = []
    found = {}
    for one in rows:
        if one["type"] == "begin_group":
            groups.append(one["name"])
        elif one["type"] == "end_group":
            groups.pop()
        else:
            found[one["name"]] = "/".join([*groups, one["name"]])
    return found


PATHS = {stage: paths_of(rows) for stage, rows in FORMS.items()}
# Valid cards: the check sign is right.
CARDS = ("P222222P", "P333333J", "P444444E", "P555555A")


@contextmanager
def a_programme(folder, database_url, template):
    """A programme with its server and a database of its own; nobody was registered yet."""
    for url in fresh(make_url(database_url), template):
        engine = create_engine(url, pool_pre_ping=True)
        with running(engine, None, token=TOKEN) as server:
            yield PeopleGround(folder, engine, server).lay()
        engine.dispose()


def a_copy(ground, folder):
    """The programme once more, with all that is in its database; its server is the other's."""
    ground.engine.dispose()
    for url in fresh(ground.engine.url, ground.engine.url.database):
        copied = copytree(ground.folder, folder / "programme")
        engine = create_engine(url, pool_pre_ping=True)
        variables = ground.variables | {"RETOUR_DATABASE_URL": url.render_as_string(hide_password=False)}
        yield PeopleGround(copied, engine, ground.url, variables=variables)
        engine.dispose()


@lru_cache(maxsize=8)
def opened(xform: str) -> FormEngine:
    """A form parsed by JavaRosa once for all tests."""
    return FormEngine(xform)


@dataclass
class PeopleGround(Ground):
    """Two stages: registration and counselling.

    Attributes:
        double: what the tablet sent of somebody who had been registered before.
    """

    double: Any = None

    def lay(self, languages=("Français (fr)",)) -> "PeopleGround":  # type: ignore[override]
        """The folder with both forms, deployed."""
        lay_programme(self.folder)
        self.variables = {
            "RETOUR_DATABASE_URL": self.engine.url.render_as_string(hide_password=False),
            "RETOUR_TEST_TOKEN": TOKEN,
        }
        head = self.settings.read_text("utf-8").partition("[server.")[0]
        stages = "".join(
            f'[[stage]]\nname = "{name}"\n[[stage.deployment]]\nzone = "{name}"\nserver = "s"\nuid = ""\n'
            for name in FORMS
        )
        server = f'[server.s]\nkind = "kobo"\nurl = "{self.url}"\nread_token = "env:RETOUR_TEST_TOKEN"\n\n'
        self.settings.write_text(f"{head}{server}{stages}[limits]\nwait_seconds = 5\n", "utf-8")
        for name, questions in FORMS.items():
            content = sheets(*questions, choices=[*YES_NO, *SEX], form_id=name, form_title=name)
            save(self.folder / f"forms/{name}.xlsx", content)
        # Whatever is scored as alike at all is asked: a test of the review must not depend on the weights of the day.
        model = self.folder / "config/linkage.json"
        changed = re.sub(r'"upper": [-0-9.]+', '"upper": 1000.0', model.read_text("utf-8"))
        model.write_text(re.sub(r'"lower": [-0-9.]+', '"lower": 0.0', changed), "utf-8")
        self.done("forms", "deploy")
        return self

    def say(self, stage, day, **answers):
        """A tablet sends one submission of the stage, filled in on that day."""
        tablet = Tablet(self.url, TOKEN)
        given = {PATHS[stage][name]: value for name, value in answers.items()}
        filled = opened(tablet.fetch(self.uid(stage)).xform).fill(
            given, now=datetime.fromisoformat(f"{day}T09:30Z"), instance_id=str(uuid.uuid4())
        )
        assert filled.complete, (filled.refused, filled.unanswered_required)
        assert not filled.unreached
        tablet.send(filled.xml)
        return filled

    def register(self, card="", surname="SAWADOGO", given="Awa", on="2026-01-10", **more):
        """Somebody arrives; a test says only what it is about."""
        usual = {
            "consent_given": "yes", "person_code": card, "surname": surname, "given_names": given, "sex": "female",
            "returned_on": on, "arrival_batch": "VOL-1", "birth_precision": "day", "birth_date": "1990-05-12",
            "father_given": "Paul", "mother_given": "Rasmata", "commune": "BF130101", "village": "Garango",
        }  # fmt: skip
        answers = {name: value for name, value in (usual | more).items() if value != ""}
        return self.say("registration", on, **answers)

    def counsel(self, card="", name="", on="2026-02-10", **more):
        """A talk with somebody, known by card or by name."""
        usual = {"person_card": card, "person_name": name, "counselled_on": on}
        return self.say("counselling", on, **{n: value for n, value in (usual | more).items() if value != ""})

    def typing(self, *arguments, keys=()):
        """A command with these lines typed into it; what it left on the screen."""
        line = ["--project", str(self.folder), *map(str, arguments)]
        done = CliRunner(env=self.variables).invoke(retour, line, input="".join(f"{key}\n" for key in keys))
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done

    def people(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        """Standing and aliases of everybody, by code."""
        found = self.rows("SELECT code, standing, aliases FROM registry.person ORDER BY code")
        return {code: (standing, tuple(aliases)) for code, standing, aliases in found}
