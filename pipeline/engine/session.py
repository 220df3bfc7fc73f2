"""A form opened in JavaRosa, the engine inside ODK Collect and KoboCollect: filled in, edited, asked what it offers."""

import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from types import MappingProxyType
from typing import Any

from pipeline.errors import SetupError, did_you_mean

from . import metadata
from .choices import Offered, choice_list, forget_filtered, labelled
from .clock import NOW, TODAY, Moment, set_clock, with_own_clock
from .filling import Refused, Screen, Walk
from .jvm import java, kind_of, start_java, words_of
from .media import Media, file_asked_for, media_at_hand
from .plan import Ask, plan_of, questions_of
from .pulldata import lend_pulldata
from .respondent import GivenAnswers, Question, Respondent, Scope, Unsaid
from .values import Value

NOTHING: Mapping[str, Any] = MappingProxyType({})
DEVICE: Mapping[str, str] = MappingProxyType({"deviceid": "collect:simulated"})

_SOURCE = re.compile(r"<instance\b[^>]*\ssrc=[\"'](jr://file[^\"']*)[\"']")
_COMPILE_AGAIN = "Correct the form, and check it with 'retour forms check'."


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
        start_java()
        _miss_no_media(xform, media)
        self._lock = threading.Lock()
        with media_at_hand(media):
            self._form = _parsed(with_own_clock(xform))
        lend_pulldata(self._form, dict(media))
        root = self._form.getMainInstance().getRoot()
        self.form_id = str(root.getAttributeValue(None, "id") or root.getName())
        self.version = str(root.getAttributeValue(None, "version") or "")
        self._preloads = metadata.take_preloads(root, xform)
        self._plan = plan_of(self._form, xform)
        self._questions = tuple(questions_of(self._plan))
        self._timed = [q.itemset for q in self._questions if q.itemset is not None and _tells_time(q.itemset)]
        self._pristine = root.deepCopy(True)
        self._fixed: dict[Ask, tuple[str, ...]] = {}
        localizer = self._form.getLocalizer()
        self.languages = tuple(str(name) for name in localizer.getAvailableLocales()) if localizer else ("",)
        self._language = str(localizer.getDefaultLocale()) if localizer else ""

    @property
    def questions(self) -> tuple[str, ...]:
        """Paths of all questions of the body, in its order, notes included."""
        return tuple(ask.path for ask in self._questions)

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
        fresh_id = metadata.with_prefix(instance_id)
        with self._lock:
            self._speak(language)
            walk = Walk(self._form, respondent, self._fixed)
            with self._named(walk):
                self._open(said, instance_xml, moment, metadata.device_values(moment, device, fresh_id))
                walk.through(self._plan)
                blank = walk.check()
                self._form.postProcessInstance()
                root = self._form.getMainInstance().getRoot()
                metadata.finalise(root, self._preloads, said, moment)
                if instance_xml is not None:
                    metadata.deprecate(root, fresh_id)
                xml, now_id = _document(self._form), metadata.instance_id_of(root)
        preloaded = {each.path for each in self._preloads}
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

    def _open(
        self, said: Mapping[str, Any], instance_xml: str | None, moment: Moment, values: Mapping[str, Any]
    ) -> None:
        """A fresh instance (or the saved one, as Collect restores it) stands in the form, and is initialised."""
        main, root = self._form.getMainInstance(), self._pristine.deepCopy(True)
        if instance_xml is not None:
            root.populate(_saved(instance_xml, self), self._form)
            metadata.preload(root, self._preloads, said, NOTHING)
        else:
            metadata.preload(root, self._preloads, said, values)
        main.setRoot(root)
        set_clock(self._form, moment)
        for itemset in self._timed:
            forget_filtered(itemset)
        factory = java("org.javarosa.core.model.instance.InstanceInitializationFactory")()
        self._form.initialize(instance_xml is None, factory)

    def _speak(self, language: str | None) -> None:
        localizer = self._form.getLocalizer()
        if localizer is None:
            return
        wanted = language or self._language
        if wanted not in self.languages:
            fix = did_you_mean(wanted, self.languages)
            raise SetupError(f"Form '{self.form_id}'", f"it has no language '{wanted}'.", fix)
        if str(localizer.getLocale() or "") != wanted:
            localizer.setLocale(wanted)

    @contextmanager
    def _named(self, walk: Walk) -> Iterator[None]:
        """A Java error becomes a sentence with the question, and without the answer that set it off."""
        import jpype

        try:
            yield
        except jpype.JException as error:
            where = f"Form '{self.form_id}'" + (f", at question '{walk.at}'" if walk.at else "")
            what = f"JavaRosa stopped with {kind_of(error)}: an expression can't be computed with the answers so far."
            raise SetupError(where, what, _COMPILE_AGAIN) from None


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


def _parsed(xform: str) -> Any:
    import jpype

    stream = java("java.io.ByteArrayInputStream")(jpype.JArray(jpype.JByte)(xform.encode("utf-8")))
    try:
        return java("org.javarosa.xform.util.XFormUtils").getFormFromInputStream(stream)
    except jpype.JException as error:
        raise SetupError("The form", f"JavaRosa can't read it: {words_of(error)}.", _COMPILE_AGAIN) from None


def _miss_no_media(xform: str, media: Media) -> None:
    for source in _SOURCE.findall(xform):
        name = file_asked_for(unescape(source))
        if name not in media:
            raise SetupError("The form", f"it reads '{name}', which is not beside it.", did_you_mean(name, media))


def _tells_time(itemset: Any) -> bool:
    expression = str(itemset.nodesetExpr.toString())
    return TODAY in expression or NOW in expression


def _saved(instance_xml: str, engine: FormEngine) -> Any:
    import jpype

    restore = java("org.javarosa.xform.parse.XFormParser").restoreDataModel
    try:
        root = restore(jpype.JArray(jpype.JByte)(instance_xml.encode("utf-8")), None).getRoot()
    except jpype.JException:
        raise SetupError("The sent form", "its document can't be read.", "Give the XML as it was sent.") from None
    if str(root.getAttributeValue(None, "id") or root.getName()) != engine.form_id:
        fix = "Open it with the form it was filled with."
        raise SetupError("The sent form", f"it is no instance of '{engine.form_id}'.", fix)
    return root


def _document(form: Any) -> str:
    visitor = java("org.javarosa.model.xform.XFormSerializingVisitor")()
    return bytes(visitor.serializeInstance(form.getMainInstance())).decode("utf-8")
