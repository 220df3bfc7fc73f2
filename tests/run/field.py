"""The whole programme with its real forms: deployed on the practice server, filled by tablets, run, judged."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from pipeline.engine.session import Filled, FormEngine
from pipeline.model.finding import Finding
from pipeline.rules.judge import judge
from pipeline.run.judging.casebook import open_casebook
from pipeline.run.session import open_session
from pipeline.run.telling import Silent
from pipeline.run.template import lay_programme
from pipeline.simulation.tablet import BlankForm, Tablet
from tests.forms.forms import FRENCH

from .ground import ROOT, TOKEN, Ground
from .typed import environment


@lru_cache(maxsize=32)
def engine_of(xform: str) -> FormEngine:
    """A deployed form, parsed once."""
    return FormEngine(xform, MEDIA[xform])


LISTS = {path.name: path.read_bytes() for path in (ROOT / "tests/forms/media").glob("*.csv")}
"""Case lists as after some months of work: what is published of the programme itself would come one run too late."""
MEDIA: dict[str, Mapping[str, bytes]] = {}


@dataclass
class Field(Ground):
    """Every stage is deployed; the tablets' lists have the people, plans and sessions of ``tests/forms/media``."""

    blank: dict[str, BlankForm] = field(default_factory=dict)

    def lay(self) -> "Field":  # type: ignore[override]
        """The programme as ``retour init`` lays it, on the practice server."""
        lay_programme(self.folder)
        self.variables = {
            "RETOUR_DATABASE_URL": self.engine.url.render_as_string(hide_password=False),
            "RETOUR_TEST_TOKEN": TOKEN,
        }
        written = self.settings.read_text("utf-8")
        server = f'[server.kobo]\nkind = "kobo"\nurl = "{self.url}"\nread_token = "env:RETOUR_TEST_TOKEN"\n\n'
        written = re.sub(r"^\[server\.kobo\].*?(?=^\[\[)", server, written, count=1, flags=re.DOTALL | re.MULTILINE)
        # The zone is named after the stage, so that ``uid`` finds its project.
        written = re.sub(r'(name = "(\w+)"[^[]*\[\[stage\.deployment\]\]\nzone = )"burkina"', r'\1"\2"', written)
        self.settings.write_text(written, "utf-8")
        self.done("forms", "deploy")
        return self

    def fetched(self, stage: str) -> FormEngine:
        """The form as a tablet has it."""
        if stage not in self.blank:
            self.blank[stage] = Tablet(self.url, TOKEN).fetch(self.uid(stage))
            MEDIA[self.blank[stage].xform] = {**self.blank[stage].media, **LISTS}
        return engine_of(self.blank[stage].xform)

    def say(self, stage: str, told: Mapping[str, Any], opened: datetime, instance_id: str = "") -> Filled:
        """A tablet fills the form and sends it; the form must take every answer."""
        filled = self.fetched(stage).fill(
            told, now=opened, end=opened + timedelta(hours=1), language=FRENCH,
            instance_id=instance_id or str(uuid.uuid4()),
        )  # fmt: skip
        assert filled.complete, (stage, filled.refused, filled.unanswered_required)
        Tablet(self.url, TOKEN).send(filled.xml)
        return filled

    def correct(self, stage: str, filled: Filled, changes: Mapping[str, Any], opened: datetime) -> Filled:
        """The enumerator opens a form that was sent, changes it and sends it again."""
        edited = self.fetched(stage).edit(filled.xml, changes, now=opened, language=FRENCH)
        assert edited.complete, (stage, edited.refused, edited.unanswered_required)
        Tablet(self.url, TOKEN).send(edited.xml)
        return edited

    def findings(self, today: str) -> list[Finding]:
        """What every rule finds about everything in the database, judged on that day."""
        noon = datetime.fromisoformat(f"{today}T12:00Z")
        with (
            environment(self.variables),
            open_session(self.folder, Silent(), writes=False, now=lambda: noon) as session,
            self.engine.begin() as connection,
        ):
            book = open_casebook(session, connection)
            kinds = (book.persons(), book.plans(), book.meetings(), book.sessions(), book.localities())
            return [finding for cases in kinds for case in cases for finding in judge(case, book.policy)]
