"""A programme with the practice's own forms, filled by JavaRosa with the lists that tablets are given."""

import csv
import json
import re
import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from io import StringIO
from pathlib import Path
from shutil import copytree
from typing import Any

from sqlalchemy import create_engine, make_url

from pipeline.engine.session import Filled, FormEngine
from pipeline.run.template import lay_programme
from pipeline.sandbox.faults import Faults
from pipeline.sandbox.serve import running
from pipeline.simulation.tablet import BlankForm, Tablet

from ..conftest import fresh
from .ground import TOKEN, Ground

JOURNEYS = Path(__file__).parents[1] / "golden/journeys"
STAGES = (
    "registration",
    "orientation",
    "training",
    "business_plan",
    "procurement_review",
    "committee",
    "installation",
    "session_plan",
    "partner",
)
PERSON, PLAN = "P9MK6DYD", "B4M5QXE4"
AFTER_THE_RULE = {"plan/drafted_on": "2019-06-03"}
"""From 1 May 2019 on a review is required before the committee."""


def laid(folder, database_url, template, zones=("boulgou",)):
    """The programme laid and its forms deployed, to be copied by each test: (folder, address of its database)."""
    for url in fresh(make_url(database_url), template):
        engine = create_engine(url, pool_pre_ping=True)
        with running(engine, None, token=TOKEN) as server:
            LoopGround(folder, engine, server).lay(zones).done("forms", "deploy")
        engine.dispose()
        yield folder, url


@contextmanager
def a_copy_of(original, folder):
    """The same programme with a server and a database of its own."""
    for url in fresh(original[1], original[1].database):
        engine, faults = create_engine(url, pool_pre_ping=True), Faults()
        copied = copytree(original[0], folder / "programme")
        with running(engine, None, faults=faults, token=TOKEN) as server:
            ground = LoopGround(copied, engine, server, faults)
            ground.change_settings(r'^url = "[^"]*"', f'url = "{server}"')
            ground.variables = {
                "RETOUR_DATABASE_URL": url.render_as_string(hide_password=False),
                "RETOUR_TEST_TOKEN": TOKEN,
            }
            yield ground
        engine.dispose()


def told(story: str, number: str) -> dict[str, Any]:
    """The answers of one step of a golden story."""
    (path,) = (JOURNEYS / story).glob(f"{number}_*.json")
    return json.loads(path.read_text("utf-8"))["answers"]


def changed(answers: Any, changes: dict[str, Any]) -> Any:
    """The same answers with other values at these paths, also in repeats; None takes one away, a new path is added."""
    there = json.dumps(answers)
    added = {path: value for path, value in changes.items() if f'"{path}"' not in there}
    return _changed(answers, changes) | added


def _changed(answers: Any, changes: dict[str, Any]) -> Any:
    if isinstance(answers, list):
        return [_changed(one, changes) for one in answers]
    if not isinstance(answers, dict):
        return answers
    found = {path: changes.get(path, _changed(value, changes)) for path, value in answers.items()}
    return {path: value for path, value in found.items() if value is not None}


@lru_cache(maxsize=64)
def _opened(xform: str, media: tuple[tuple[str, bytes], ...]) -> FormEngine:
    return FormEngine(xform, dict(media))


@dataclass
class LoopGround(Ground):
    """Registration to installation, each in every zone; a test sends forms and looks at what tablets are given."""

    def lay(self, zones=("boulgou",)) -> "LoopGround":  # type: ignore[override]
        """The folder with the shipped forms and lists."""
        lay_programme(self.folder)
        self.variables = {
            "RETOUR_DATABASE_URL": self.engine.url.render_as_string(hide_password=False),
            "RETOUR_TEST_TOKEN": TOKEN,
        }
        head = self.settings.read_text("utf-8").partition("[server.")[0]
        server = f'[server.s]\nkind = "kobo"\nurl = "{self.url}"\nread_token = "env:RETOUR_TEST_TOKEN"\n\n'
        stages = ""
        for name in STAGES:
            stages += f'[[stage]]\nname = "{name}"\n'
            stages += "".join(f'[[stage.deployment]]\nzone = "{z}"\nserver = "s"\nuid = ""\n' for z in zones)
        self.settings.write_text(f"{head}{server}{stages}[limits]\nwait_seconds = 5\n[publish]\ncases = 500\n", "utf-8")
        return self

    def uid_of(self, stage, zone="boulgou") -> str:
        """The project's uid."""
        after = self.settings.read_text("utf-8").partition(f'name = "{stage}"')[2]
        return re.search(rf'zone = "{zone}".*?uid = "([^"]*)"', after, re.DOTALL)[1]  # type: ignore[index]

    def blank(self, stage, zone="boulgou") -> BlankForm:
        """What 'Get blank form' gives a tablet now."""
        return Tablet(self.url, TOKEN).fetch(self.uid_of(stage, zone))

    def opened(self, stage, zone="boulgou") -> FormEngine:
        """The form in JavaRosa, with the lists beside it."""
        blank = self.blank(stage, zone)
        return _opened(blank.xform, tuple(sorted(blank.media.items())))

    def send(self, stage, answers, at="2019-07-01T10:00", zone="boulgou") -> Filled:
        """An enumerator fills the form and sends it."""
        engine = self.opened(stage, zone)
        filled = engine.fill(answers, now=datetime.fromisoformat(at), instance_id=str(uuid.uuid4()))
        assert filled.complete, (filled.refused, filled.unanswered_required)
        Tablet(self.url, TOKEN).send(filled.xml, dict.fromkeys(filled.files, b"x"))
        return filled

    def listed(self, stage, name="plans", zone="boulgou") -> list[dict[str, str]]:
        """Rows of a list as the tablet holds it."""
        content = self.blank(stage, zone).media[f"{name}.csv"].decode()
        return list(csv.DictReader(StringIO(content)))

    def codes(self, stage, name="plans", zone="boulgou") -> list[str]:
        """Codes on a list."""
        return [row["name"] for row in self.listed(stage, name, zone)]

    def publish_again(self) -> None:
        """A night: what came in by day goes out to the tablets."""
        self.run()
        self.publish()

    def publish(self, *arguments) -> dict[str, dict[str, Any]]:
        """``retour publish --now`` that must succeed; what it did by deployment."""
        done = self.done("publish", "--now", "--json", *arguments).document
        return {one["deployment"]: one for one in done}

    def register(self, zone="boulgou", at="2019-05-20T10:00", **changes):
        """The woman of the story, with what a test changes."""
        answers = changed(told("shop_survives_a_year", "01"), changes)
        return self.send("registration", answers, at, zone)

    def draft(self, zone="boulgou", **changes):
        """Her plan, drafted after a review was required."""
        answers = changed(told("shop_survives_a_year", "09"), AFTER_THE_RULE | changes)
        return self.send("business_plan", answers, "2019-06-03T10:00", zone)

    def review(self, zone="boulgou", **changes):
        """Procurement finds it in order."""
        answers = changed(told("shop_survives_a_year", "10"), {"review/reviewed_on": "2019-06-10"} | changes)
        return self.send("procurement_review", answers, "2019-06-10T10:00", zone)

    def decide(self, zone="boulgou", by_list=False, **changes):
        """The committee decides; with ``by_list`` the plan is chosen from the tablet's list."""
        known = {
            "meeting/held_on": "2019-06-20",
            "meeting/planned_meeting": None,
            "meeting/meeting_code": "C-2019-06-GARANGO",
        } | changes
        answers = changed(told("shop_survives_a_year", "11"), known)
        if by_list:
            (decision,) = answers["decisions"]
            code = decision.pop("decisions/decision_facts/decided_plan_code")
            decision["decisions/decision_facts/decided_plan_on_list"] = code
        return self.send("committee", answers, "2019-06-20T12:30", zone)


def a_second_installation(ground, folder, database_url, template):
    """Somebody copied the settings to another laptop: another database, another id, the same projects."""
    for url in fresh(make_url(database_url), template):
        copied = copytree(ground.folder, folder / "second")
        variables = ground.variables | {"RETOUR_DATABASE_URL": url.render_as_string(hide_password=False)}
        engine = create_engine(url, pool_pre_ping=True)
        second = LoopGround(copied, engine, ground.url, ground.faults, variables)
        second.change_settings(r'^id = "[^"]*"', 'id = "another-laptop"')
        yield second
        engine.dispose()
