"""Plays synthetic events on simulated tablets: form fetched, filled by JavaRosa, sent over OpenRosa."""

import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from ..engine.session import Filled, FormEngine
from ..errors import SetupError
from ..programme import Deployment
from ..simulation.practice import Event
from ..simulation.tablet import Tablet
from .session import Session


@dataclass(slots=True)
class Played:
    """What the simulated enumerators did, by stage; ``refused`` answers the forms did not take."""

    sent: dict[str, int] = field(default_factory=dict)
    edited: int = 0
    deleted: int = 0
    refused: list[str] = field(default_factory=list)


class Players:
    """Simulated enumerators of one programme with its practice server."""

    def __init__(self, seed: int) -> None:
        """``seed`` of the instance ids."""
        self._chance = random.Random(f"instances {seed}")
        self._engines: dict[str, FormEngine] = {}
        self._sent: dict[str, Filled] = {}

    def play(self, session: Session, events: Sequence[Event], done: Played) -> None:
        """Every event in its order, counted in ``done``; so is what a form refuses.

        Raises:
            SourceError: the practice server refuses a submission.
        """
        self._session = session
        self._url, self._token = session.sandbox_address()
        self._tablet = Tablet(self._url, self._token)
        with session.telling.step("tablets", len(events)) as advance:
            for stage, group in groupby(events, key=lambda event: event.stage):
                for event in group:
                    getattr(self, f"_{event.kind}")(stage, event, done)
                    advance(1)

    def _filled(self, stage: str, event: Event, done: Played) -> None:
        engine = self._engine(stage)
        filled = engine.fill(event.answers, now=event.at, instance_id=self._instance_id())
        done.refused += [f"{stage} {event.key}: {r.path} ({r.kind})" for r in filled.refused]
        done.refused += [f"{stage} {event.key}: {path} (required)" for path in filled.unanswered_required]
        self._tablet.send(filled.xml, {name: b"" for name in filled.files})
        self._sent[event.key] = filled
        done.sent[stage] = done.sent.get(stage, 0) + 1

    def _edited(self, stage: str, event: Event, done: Played) -> None:
        before = self._sent[event.key]
        filled = self._engine(stage).edit(before.xml, event.answers, now=event.at, instance_id=self._instance_id())
        self._tablet.send(filled.xml)
        self._sent[event.key] = filled
        done.edited += 1

    def _deleted(self, stage: str, event: Event, done: Played) -> None:
        uid = self._deployment(stage).uid
        bare = self._sent[event.key].instance_id.removeprefix("uuid:")
        self._tablet.delete_on_server(uid, bare)
        done.deleted += 1

    def _engine(self, stage: str) -> FormEngine:
        if stage not in self._engines:
            blank = self._tablet.fetch(self._deployment(stage).uid)
            self._engines[stage] = FormEngine(blank.xform, blank.media)
        return self._engines[stage]

    def _deployment(self, stage: str) -> Deployment:
        for deployment in self._session.settings.deployments():
            if deployment.stage == stage:
                return deployment
        raise SetupError("config/programme.toml", f"stage '{stage}' has no deployment.", "Add one.")

    def _instance_id(self) -> str:
        return str(uuid.UUID(int=self._chance.getrandbits(128), version=4))
