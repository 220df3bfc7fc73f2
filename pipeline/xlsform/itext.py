"""Languages of a form, and its texts in each of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from .expression import as_written
from .xform_tree import XFormTree, children, first, local

_REFERENCE = re.compile(r"^\s*jr:itext\(\s*'(.*)'\s*\)\s*$")


@dataclass(frozen=True, slots=True)
class Texts:
    """``by_id[text id][language]``; ``languages`` with the default first, ``('',)`` where labels name none."""

    languages: tuple[str, ...]
    by_id: Mapping[str, Mapping[str, str]]
    root: str

    def of(self, element: ET.Element | None) -> dict[str, str]:
        """The text of a label or hint by language; {} if there is no element or no text."""
        if element is None:
            return {}
        reference = _REFERENCE.match(element.get("ref") or "")
        if reference:
            return dict(self.by_id.get(reference[1], {}))
        plain = read_text(element, self.root)
        return {"": plain} if plain else {}


def read_texts(tree: XFormTree) -> Texts:
    """Every translation of the form."""
    itext = first(tree.model, "itext")
    translations = list(children(itext, "translation")) if itext is not None else []
    translations.sort(key=lambda translation: translation.get("default") is None)
    root = local(tree.root)
    by_id: dict[str, dict[str, str]] = {}
    for translation in translations:
        language = language_name(translation.get("lang") or "")
        for text in translation:
            for value in children(text, "value"):
                written = read_text(value, root) if value.get("form") is None else ""
                if written:
                    by_id.setdefault(text.get("id") or "", {})[language] = written
    languages = tuple(dict.fromkeys(language_name(t.get("lang") or "") for t in translations))
    return Texts(languages or ("",), {key: _without_fillers(texts) for key, texts in by_id.items()}, root)


def language_name(written: str) -> str:
    """The language as the workbook names it; pyxform calls the one without a name ``default``."""
    return "" if written == "default" else written


def read_text(element: ET.Element, root: str) -> str:
    """A label's words, with ``${name}`` where the tablet will show an answer."""
    parts = [element.text or ""]
    for inner in element:
        if local(inner) == "output":
            parts.append(as_written(inner.get("value") or inner.get("ref"), root) or "")
        parts.append(inner.tail or "")
    return "".join(parts).strip()


def _without_fillers(texts: Mapping[str, str]) -> dict[str, str]:
    # pyxform 4.5 writes "-" where a translation is missing; a form's own "-" is so in every language.
    meant = {language: text for language, text in texts.items() if text != "-"}
    return meant or dict(texts)
