"""A form opened in JavaRosa, the engine inside ODK Collect and KoboCollect: filled in, edited, asked what it offers."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from pipeline.errors import SetupError

from . import metadata
from .choices import Offered, choice_list, labelled
from .clock import Moment
from .filling import Refused, Screen, Walk
from .jvm import kind_of
from .media import Media
from .opened import COMPILE_AGAIN, NOTHING, OpenForm, document_of
from .respondent import GivenAnswers, Question, Respondent, Scope, Unsaid
from .values import Value

DEVICE: Mapping[str, str] = MappingProxyType({"deviceid": "collect:simulated"})


@dataclass(frozen=True, slots=True)
class Filled:
    """One form as the tablet would send it, and what went wrong on the way.

    Attributes:
        xml: the instance document: relevant nodes only, root ``id`` and ``version``, ``meta/instanceID``.
        instance_id: ``uuid:…``; '' if the form has no meta section.
        refused: answers the form did not take; they are not in the document.
        unanswered_required: paths of required questions left blank, each once: a tablet would not finalise.
        unreached: paths that were given and never asked (hidden, read-only, unknown), each once.
        reached: paths of all questions that were on the screen.
        files: names of pictures and other files the document speaks of.
    """

    xml: str
    instance_id: str
    refused: tuple[Refused, ...]
    unanswered_required: tuple[str, ...]
    unreached: tuple[str, ...]
    reached: frozenset[str]
    files: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """A tablet would let it be finalised and sent."""
        return not self.refused and not self.unanswered_required


class FormEngine:
    """One compiled form, parsed once; each fill starts from a fresh instance. One fill at a time, from any thread."""

    def __init__(self, xform: str, media: Media = NOTHING) -> None:
        """Parse the form with the lists it reads.

        Args:
            xform: the XForm document, as pyxform returns it.
            media: files beside it by name (``places.csv``).

        Raises:
            SetupError: Java can't start, a list the form reads is not in ``media``, or JavaRosa can't parse it.
        """
        self._lock = threading.Lock()
        self._open = OpenForm(xform, media)
        self.form_id, self.version = self._open.form_id, self._open.version
        self.languages = self._open.languages

    @property
    def questions(self) -> tuple[str, ...]:
        """Paths of all questions of the body, in its order, notes included."""
        return tuple(ask.path for ask in self._open.questions)

    def fill(
        self,
        answers: Mapping[str, Any] = NOTHING,
        *,
        language: str | None = None,
        now: datetime | None = None,
        end: datetime | None = None,
        instance_id: str | None = None,
        device: Mapping[str, str] = DEVICE,
    ) -> Filled:
        """A new form, filled with these answers in the order of the screens.

        Args:
            answers: by path as KoBoToolbox keys them, repeats as lists of such mappings; see ``values.Value``.
                ``start``, ``end``, ``today``, ``deviceid`` and the like may be given too.
            language: as the form names it (``Français (fr)``); its default if None.
            now: when it is opened (``start``, ``today()``, ``now()``); the machine's clock if None. Naive is UTC.
            end: when it is finalised; as ``now`` if None.
            instance_id: with or without ``uuid:``; a random one if None.
            device: by preload: ``deviceid username phonenumber email simserial subscriberid``.

        Raises:
            SetupError: no such language, or an expression of the form fails on these answers.
        """
        given = GivenAnswers(answers)
        return self._run(given, answers, None, language, Moment.of(now, end), instance_id, device)

    def fill_with(
        self,
        respondent: Respondent,
        *,
        language: str | None = None,
        now: datetime | None = None,
        end: datetime | None = None,
        instance_id: str | None = None,
        device: Mapping[str, str] = DEVICE,
    ) -> Filled:
        """A new form, answered by a respondent; see ``fill``."""
        return self._run(respondent, NOTHING, None, language, Moment.of(now, end), instance_id, device)

    def edit(
        self,
        instance_xml: str,
        changes: Mapping[str, Any],
        *,
        language: str | None = None,
        now: datetime | None = None,
        end: datetime | None = None,
        instance_id: str | None = None,
    ) -> Filled:
        """A form that was sent, opened again and changed: new ``meta/instanceID``, the old one in ``deprecatedID``.

        Args:
            instance_xml: the document as it was sent.
            changes: as ``fill``'s answers; what is not mentioned stays, None blanks. A repeat's list is matched by
                place: {} keeps that row, None takes it out, rows beyond the existing ones are added.

        Raises:
            SetupError: not an instance of this form, no such language, or an expression of the form fails.
        """
        given = GivenAnswers(changes, editing=True)
        return self._run(given, changes, instance_xml, language, Moment.of(now, end), instance_id, NOTHING)

    def offered(
        self,
        path: str,
        answers: Mapping[str, Any] = NOTHING,
        *,
        language: str | None = None,
        now: datetime | None = None,
    ) -> tuple[Offered, ...] | None:
        """What a select shows when these answers were given before it; None if it is never on the screen.

        In a repeat: what the last row reached shows.
        """
        watcher = _Watcher(answers, path)
        self._run(watcher, answers, None, language, Moment.of(now, None), None, DEVICE)
        return watcher.seen

    def _run(
        self,
        respondent: Respondent,
        said: Mapping[str, Any],
        instance_xml: str | None,
        language: str | None,
        moment: Moment,
        instance_id: str | None,
        device: Mapping[str, str],
    ) -> Filled:
        fresh_id, opened = metadata.with_prefix(instance_id), self._open
        with self._lock:
            opened.speak(language)
            walk = Walk(opened.form, respondent, opened.fixed)
            with self._named(walk):
                opened.open(said, instance_xml, moment, metadata.device_values(moment, device, fresh_id))
                walk.through(opened.plan)
                blank = walk.check()
                opened.form.postProcessInstance()
                root = opened.form.getMainInstance().getRoot()
                metadata.finalise(root, opened.preloads, said, moment)
                if instance_xml is not None:
                    metadata.deprecate(root, fresh_id)
                xml, now_id = document_of(opened.form), metadata.instance_id_of(root)
        preloaded = {each.path for each in opened.preloads}
        left = respondent.unreached() if isinstance(respondent, GivenAnswers) else ()
        return Filled(
            xml=xml,
            instance_id=now_id or "",
            refused=tuple(walk.refused),
            unanswered_required=blank,
            unreached=tuple(path for path in left if path not in preloaded),
            reached=frozenset(walk.reached),
            files=tuple(walk.files),
        )

    @contextmanager
    def _named(self, walk: Walk) -> Iterator[None]:
        """A Java error becomes a sentence with the question, and without the answer that set it off."""
        import jpype

        try:
            yield
        except jpype.JException as error:
            where = f"Form '{self.form_id}'" + (f", at question '{walk.at}'" if walk.at else "")
            what = f"JavaRosa stopped with {kind_of(error)}: an expression can't be computed with the answers so far."
            raise SetupError(where, what, COMPILE_AGAIN) from None


class _Watcher(GivenAnswers):
    """Given answers, and an eye on one select."""

    def __init__(self, answers: Mapping[str, Any], path: str) -> None:
        super().__init__(answers)
        self.path = path
        self.seen: tuple[Offered, ...] | None = None

    def answer(self, question: Question, scope: Scope) -> Value | Unsaid:
        if question.path == self.path and isinstance(question, Screen):
            choices = choice_list(question.walk.form, question.ask, question.node.getRef())
            self.seen = labelled(question.prompt(), choices)
        return super().answer(question, scope)
