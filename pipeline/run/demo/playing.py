"""Plays synthetic events on simulated tablets: form fetched, filled by JavaRosa, sent over OpenRosa."""

import random
import threading
import uuid
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from zlib import crc32

from ...engine.completing import Completing
from ...engine.session import Filled, FormEngine
from ...errors import SetupError
from ...programme import Deployment
from ...simulation.damage import damaged
from ...simulation.event import Event
from ...simulation.tablet import Tablet
from ..session import Session

POSTS_AT_ONCE = 3
"""While JavaRosa fills the next form, earlier ones are on their way; the practice server answers six at a time."""


@dataclass(slots=True)
class Played:
    """What the simulated enumerators did, by stage; ``refused`` answers the forms did not take or never asked for.

    Attributes:
        registered: root uuid of each registration that is still on the server, by its key in the story.
    """

    sent: dict[str, int] = field(default_factory=dict)
    late: int = 0
    edited: int = 0
    deleted: int = 0
    damaged: int = 0
    refused: list[str] = field(default_factory=list)
    registered: dict[str, str] = field(default_factory=dict)


class Players:
    """Simulated enumerators of one programme with its practice server."""

    def __init__(self, seed: int) -> None:
        """``seed`` of the instance ids and of what the story leaves open."""
        self._seed = seed
        self._chance = random.Random(f"instances {seed}")
        self._engines: dict[str, FormEngine] = {}
        self._filled: dict[str, Filled] = {}

    def play(self, session: Session, events: Sequence[Event], done: Played) -> None:
        """Every event in its order, counted in ``done``; so is what a form refuses.

        Raises:
            SourceError: the practice server refuses a submission.
        """
        self._deployments = {d.stage: d for d in session.settings.deployments()}
        self._tablets = Tablets(*session.sandbox_address())
        with self._tablets, session.telling.step("tablets", len(events)) as advance:
            for event in events:
                getattr(self, f"_play_{event.kind}")(event, done)
                advance(1)

    def _play_filled(self, event: Event, done: Played) -> None:
        filled = self._fill(event, done)
        self._tablets.send(event.key, filled.xml, filled.files)
        self._filled[event.key] = filled
        done.sent[event.stage] = done.sent.get(event.stage, 0) + 1
        done.late += event.days_on_tablet > 0
        if event.stage == "registration":
            done.registered[event.key] = filled.instance_id

    def _play_edited(self, event: Event, done: Played) -> None:
        before, engine = self._filled[event.key], self._engine(event.stage)
        filled = engine.edit(before.xml, event.answers, now=event.at, instance_id=self._instance_id())
        self._tablets.send(event.key, filled.xml, filled.files)
        self._filled[event.key] = filled
        done.edited += 1

    def _play_deleted(self, event: Event, done: Played) -> None:
        uid = self._deployment(event.stage).uid
        bare = self._filled[event.key].instance_id.removeprefix("uuid:")
        self._tablets.delete(event.key, uid, bare)
        done.deleted += 1
        done.registered.pop(event.key, None)

    def _play_damaged(self, event: Event, done: Played) -> None:
        filled = self._fill(event, done)
        self._tablets.send(event.key, damaged(filled.xml, event.damage), filled.files)
        done.damaged += 1

    def _fill(self, event: Event, done: Played) -> Filled:
        """The form as the enumerator finalises it; what the story does not say is drawn from its key."""
        completing = Completing(event.answers, crc32(f"{self._seed} {event.key}".encode()), event.at.date())
        filled = self._engine(event.stage).fill_with(completing, now=event.at, instance_id=self._instance_id())
        where = f"{event.stage} {event.key}"
        done.refused += [f"{where}: {refused.path} ({refused.kind})" for refused in filled.refused]
        done.refused += [f"{where}: {path} (required)" for path in filled.unanswered_required]
        done.refused += [f"{where}: {path} (never asked)" for path in filled.unreached]
        return filled

    def _engine(self, stage: str) -> FormEngine:
        if stage not in self._engines:
            blank = self._tablets.one().fetch(self._deployment(stage).uid)
            self._engines[stage] = FormEngine(blank.xform, blank.media)
        return self._engines[stage]

    def _deployment(self, stage: str) -> Deployment:
        if stage not in self._deployments:
            raise SetupError("config/programme.toml", f"stage '{stage}' has no deployment.", "Add one.")
        return self._deployments[stage]

    def _instance_id(self) -> str:
        return str(uuid.UUID(int=self._chance.getrandbits(128), version=4))


class Tablets:
    """Several tablets sending at once; what happens to one submission happens in its order."""

    def __init__(self, url: str, token: str) -> None:
        """``url`` as typed into Collect's settings."""
        self._address = url, token
        self._own = threading.local()
        self._pool = ThreadPoolExecutor(POSTS_AT_ONCE, "tablet")
        self._under_way: dict[str, Future[object]] = {}

    def __enter__(self) -> "Tablets":
        return self

    def __exit__(self, *error: object) -> None:
        """Everything is on the server, or the first refusal is raised."""
        self._pool.shutdown(wait=True, cancel_futures=error[0] is not None)
        if error[0] is None:
            self._wait_for_all()

    def one(self) -> Tablet:
        """The tablet of the thread that asks: a connection is never shared."""
        if not hasattr(self._own, "tablet"):
            self._own.tablet = Tablet(*self._address)
        tablet: Tablet = self._own.tablet
        return tablet

    def send(self, key: str, instance_xml: str, files: Sequence[str]) -> None:
        """Will be on the server, after what was said of the same key before; raises what went wrong earlier."""
        self._after(key)
        empty = dict.fromkeys(files, b"")
        self._under_way[key] = self._pool.submit(lambda: self.one().send(instance_xml, empty))
        if len(self._under_way) >= POSTS_AT_ONCE * 4:
            self._wait_for_all()

    def delete(self, key: str, uid: str, instance_id: str) -> None:
        """Will be gone from the server."""
        self._after(key)
        self._under_way[key] = self._pool.submit(lambda: self.one().delete_on_server(uid, instance_id))

    def _after(self, key: str) -> None:
        if key in self._under_way:
            self._under_way.pop(key).result()

    def _wait_for_all(self) -> None:
        for future in self._under_way.values():
            future.result()
        self._under_way.clear()
