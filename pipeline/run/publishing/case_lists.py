"""The lists of every project as files: cases read once, then for each form only what it needs of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sqlalchemy import Connection

from ...errors import SetupError, did_you_mean
from ...model.form import Form
from ...programme import Deployment, Stage
from ...publish.audience import ANY, HOLDERS, PEOPLE, PLANS, SESSIONS
from ...publish.choosing import Chosen, Reach, choose, holders
from ...publish.columns import columns_read
from ...publish.files import CASE_COLUMNS, ListFile, Row, Rows, list_file
from ..session import Session
from .list_cases import ListCases, read_list_cases
from .list_sources import Placed, read_groups, read_partners, read_sessions, within, written_rows

ABOUT_PEOPLE = frozenset({"persons", "groups", "plans"})


@dataclass
class CaseLists:
    """Makes the files of any deployment; what it is made of is read when the first list needs it."""

    session: Session
    connection: Connection

    @cached_property
    def cases(self) -> ListCases:
        """People and plans."""
        return read_list_cases(self.session, self.connection)

    def files(self, stage: Stage, deployment: Deployment, form: Form) -> list[ListFile]:
        """What tablets of this project need beside the form, by name.

        Raises:
            SetupError: a file is neither made of records nor in ``config/`` or ``forms/media/``.
        """
        return [self._file(stage, deployment, form, name) for name in sorted(form.media)]

    def out_of_reach(self, stage: Stage) -> int:
        """Plans and people that wait for this stage's form and are on no list of it, whatever its length."""
        step, cases = PLANS.get(stage.name, ""), self.cases.plans
        if not step:
            step, cases = PEOPLE.get(stage.name, ""), self.cases.people
        reaches = [self._reach(deployment) for deployment in stage.deployments]
        waiting = [case for case in cases.values() if step and step in case.steps]
        return sum(not any(reach.covers(case) for reach in reaches) for case in waiting)

    def _file(self, stage: Stage, deployment: Deployment, form: Form, name: str) -> ListFile:
        list_name, _, ending = name.rpartition(".")
        if ending != "csv":
            return ListFile(name, self._bytes(name, form), 0)
        if list_name in CASE_COLUMNS:
            self._refuse_written(list_name)
            columns = columns_read(form.xform, list_name, CASE_COLUMNS[list_name])
            # Whoever sees a restricted stage's tablet must not learn from its lists whom it is about.
            is_closed = stage.restricted and list_name in ABOUT_PEOPLE
            return list_file(list_name, columns, Rows(()) if is_closed else self._rows(stage, deployment, list_name))
        content = self._bytes(name, form)
        rows, known = written_rows(self._path(name, form))
        if not {"name", "label"} <= set(known):
            return ListFile(name, content, len(rows))
        return list_file(list_name, columns_read(form.xform, list_name, known), Rows(rows))

    def _refuse_written(self, list_name: str) -> None:
        """Rows that somebody typed would never reach a tablet; and no personal data belongs into ``config/``."""
        if list_name in ABOUT_PEOPLE and self._written(list_name):
            raise SetupError(
                f"config/{list_name}.csv",
                "has rows, but this list is made from the records.",
                "Leave its header only; what the office has already comes in by 'retour import'.",
            )

    def _rows(self, stage: Stage, deployment: Deployment, list_name: str) -> Rows:
        reach = self._reach(deployment)
        match list_name:
            case "persons":
                chosen = self._people(stage.name, reach)
                return Rows(self.cases.person_rows(chosen.kept), chosen.left_out)
            case "plans":
                chosen = self._plans(stage.name, reach)
                return Rows(self.cases.plan_rows(chosen.kept, PLANS.get(stage.name, "")), chosen.left_out)
            case "groups":
                return Rows(*within(self._groups, reach))
            case "sessions":
                kinds = SESSIONS.get(stage.name, ())
                written = [row for row in self._written("sessions") if not kinds or row.get("kind") in kinds]
                rows, left_out = within(self._sessions, reach, kinds)
                return Rows(_together(written, rows), left_out)
        return Rows(self._partners)

    def _people(self, stage: str, reach: Reach) -> Chosen:
        if stage in HOLDERS:
            return holders(self._plans(stage, reach).kept, self.cases.people, reach.most)
        return choose(self.cases.people.values(), PEOPLE.get(stage, ANY), reach)

    def _plans(self, stage: str, reach: Reach) -> Chosen:
        return choose(self.cases.plans.values(), PLANS.get(stage, ANY), reach)

    @cached_property
    def _sessions(self) -> list[Placed]:
        return read_sessions(self.session, self.cases)

    @cached_property
    def _groups(self) -> list[Placed]:
        return read_groups(self.cases)

    @cached_property
    def _partners(self) -> list[Row]:
        return read_partners(self.cases, self._written("partners"))

    def _written(self, list_name: str) -> list[Row]:
        return written_rows(self.session.settings.folder / f"config/{list_name}.csv")[0]

    def _reach(self, deployment: Deployment) -> Reach:
        publishing = self.session.settings.publishing
        if not publishing.one_zone:
            return Reach("", (), publishing.cases)
        for place in deployment.places:
            if place not in self.cases.places:
                where = f"config/programme.toml, {deployment.key}, places"
                what = f"there is no place '{place}' in config/places.csv."
                raise SetupError(where, what, did_you_mean(place, self.cases.places))
        return Reach(deployment.zone, deployment.places, publishing.cases)

    def _path(self, name: str, form: Form) -> Path:
        folder = self.session.settings.folder
        found = [p for p in (folder / "config" / name, folder / "forms/media" / name) if p.is_file()]
        if not found:
            raise SetupError(
                f"form '{form.form_id}'", f"needs the file '{name}'.", "Put it into config/ or forms/media/."
            )
        return found[0]

    def _bytes(self, name: str, form: Form) -> bytes:
        return self._path(name, form).read_bytes()


def contents(files: Sequence[ListFile]) -> Mapping[str, bytes]:
    """Bytes by name, as the server is sent them."""
    return {one.name: one.content for one in files}


def _together(written: list[Row], made: list[Row]) -> list[Row]:
    """Of a session in both, the records' row."""
    by_name = {row["name"]: row for row in written} | {row["name"]: row for row in made}
    return [by_name[name] for name in sorted(by_name)]
