"""A parsed form with its lists, and a fresh instance in it for each fill: what Collect does when a form is opened."""

import re
from collections.abc import Mapping
from html import unescape
from types import MappingProxyType
from typing import Any

from pipeline.errors import SetupError, did_you_mean

from . import metadata
from .choices import forget_filtered
from .clock import NOW, TODAY, Moment, set_clock, with_own_clock
from .jvm import java, start_java, words_of
from .media import Media, file_asked_for, media_at_hand
from .plan import Ask, plan_of, questions_of
from .pulldata import lend_pulldata

NOTHING: Mapping[str, Any] = MappingProxyType({})
COMPILE_AGAIN = "Correct the form, and check it with 'retour forms check'."

_SOURCE = re.compile(r"<instance\b[^>]*\ssrc=[\"'](jr://file[^\"']*)[\"']")


class OpenForm:
    """JavaRosa's form, its pristine instance, and what never changes between two fills."""

    def __init__(self, xform: str, media: Media) -> None:
        """Parse the form with the lists it reads; raises SetupError as ``FormEngine``."""
        start_java()
        _miss_no_media(xform, media)
        with media_at_hand(media):
            self.form = parsed(with_own_clock(xform))
        lend_pulldata(self.form, dict(media))
        root = self.form.getMainInstance().getRoot()
        self.form_id = str(root.getAttributeValue(None, "id") or root.getName())
        self.version = str(root.getAttributeValue(None, "version") or "")
        self.preloads = metadata.take_preloads(root, xform)
        self.plan = plan_of(self.form, xform)
        self.questions = tuple(questions_of(self.plan))
        self._timed = [q.itemset for q in self.questions if q.itemset is not None and _tells_time(q.itemset)]
        self._pristine = root.deepCopy(True)
        self.fixed: dict[Ask, tuple[str, ...]] = {}
        localizer = self.form.getLocalizer()
        self.languages = tuple(str(name) for name in localizer.getAvailableLocales()) if localizer else ("",)
        self._language = str(localizer.getDefaultLocale()) if localizer else ""

    def open(
        self, said: Mapping[str, Any], instance_xml: str | None, moment: Moment, values: Mapping[str, Any]
    ) -> None:
        """A fresh instance (or the saved one, as Collect restores it) stands in the form, and is initialised."""
        main, root = self.form.getMainInstance(), self._pristine.deepCopy(True)
        if instance_xml is not None:
            root.populate(_saved(instance_xml, self.form_id), self.form)
            metadata.preload(root, self.preloads, said, NOTHING)
        else:
            metadata.preload(root, self.preloads, said, values)
        main.setRoot(root)
        set_clock(self.form, moment)
        for itemset in self._timed:
            forget_filtered(itemset)
        factory = java("org.javarosa.core.model.instance.InstanceInitializationFactory")()
        self.form.initialize(instance_xml is None, factory)

    def speak(self, language: str | None) -> None:
        """Texts and messages come in this language, or in the form's default.

        Raises:
            SetupError: the form has no such language.
        """
        localizer = self.form.getLocalizer()
        if localizer is None:
            return
        wanted = language or self._language
        if wanted not in self.languages:
            fix = did_you_mean(wanted, self.languages)
            raise SetupError(f"Form '{self.form_id}'", f"it has no language '{wanted}'.", fix)
        if str(localizer.getLocale() or "") != wanted:
            localizer.setLocale(wanted)


def parsed(xform: str) -> Any:
    """The form as JavaRosa holds it.

    Raises:
        SetupError: JavaRosa can't read it.
    """
    import jpype

    stream = java("java.io.ByteArrayInputStream")(jpype.JArray(jpype.JByte)(xform.encode("utf-8")))
    try:
        return java("org.javarosa.xform.util.XFormUtils").getFormFromInputStream(stream)
    except jpype.JException as error:
        raise SetupError("The form", f"JavaRosa can't read it: {words_of(error)}.", COMPILE_AGAIN) from None


def _miss_no_media(xform: str, media: Media) -> None:
    for source in _SOURCE.findall(xform):
        name = file_asked_for(unescape(source))
        if name not in media:
            raise SetupError("The form", f"it reads '{name}', which is not beside it.", did_you_mean(name, media))


def _tells_time(itemset: Any) -> bool:
    expression = str(itemset.nodesetExpr.toString())
    return TODAY in expression or NOW in expression


def _saved(instance_xml: str, form_id: str) -> Any:
    import jpype

    restore = java("org.javarosa.xform.parse.XFormParser").restoreDataModel
    try:
        root = restore(jpype.JArray(jpype.JByte)(instance_xml.encode("utf-8")), None).getRoot()
    except jpype.JException:
        raise SetupError("The sent form", "its document can't be read.", "Give the XML as it was sent.") from None
    if str(root.getAttributeValue(None, "id") or root.getName()) != form_id:
        fix = "Open it with the form it was filled with."
        raise SetupError("The sent form", f"it is no instance of '{form_id}'.", fix)
    return root


def document_of(form: Any) -> str:
    """The instance as it is sent: relevant nodes only."""
    visitor = java("org.javarosa.model.xform.XFormSerializingVisitor")()
    return bytes(visitor.serializeInstance(form.getMainInstance())).decode("utf-8")
