"""An XForm document as a tree of elements, read without obeying anything it says about entities."""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from .problem import FormError, blocking

JAVAROSA = "{http://openrosa.org/javarosa}"


@dataclass(frozen=True, slots=True)
class XFormTree:
    """The parts of an XForm that say what a form is.

    Attributes:
        root: the primary instance's root element; its name starts every path.
        prefix: ``/data/``: what every reference to a question begins with.
    """

    title: str
    head: ET.Element
    model: ET.Element
    body: ET.Element
    root: ET.Element
    prefix: str

    def path(self, reference: str | None) -> str:
        """A reference (``/data/g/age``) as a question's path (``g/age``); '' if it points elsewhere."""
        text = (reference or "").strip()
        return text.removeprefix(self.prefix) if text.startswith(self.prefix) else ""


def local(element: ET.Element) -> str:
    """The element's name without its namespace; '' for comments and processing instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: ET.Element, name: str) -> Iterator[ET.Element]:
    """Direct children of that name in any namespace."""
    return (child for child in element if local(child) == name)


def first(element: ET.Element, name: str) -> ET.Element | None:
    """The first direct child of that name; None if there is none."""
    return next(children(element, name), None)


def parse_xform(xml: str, name: str = "the XForm") -> XFormTree:
    """The tree of a whole XForm.

    Args:
        xml: the document.
        name: what messages call it.

    Raises:
        FormError: not XML, not an XForm, or it declares a document type.
    """
    # No XForm has a DOCTYPE; every attack through entities (files read, memory eaten) needs one.
    if "<!DOCTYPE" in xml or "<!ENTITY" in xml:
        raise _refused(name, "It declares a document type, which no form has.")
    try:
        html = ET.fromstring(xml.encode("utf-8", "surrogatepass"))  # noqa: S314 - without DOCTYPE nothing is expanded
    except (ET.ParseError, ValueError) as error:
        raise _refused(name, "It is not well-formed XML.") from error
    head, body = first(html, "head"), first(html, "body")
    model = first(head, "model") if head is not None else None
    instance = next(children(model, "instance"), None) if model is not None else None
    if head is None or body is None or model is None or instance is None or len(instance) == 0:
        raise _refused(name, "It is XML but not an XForm: head, model, instance or body is missing.")
    title = first(head, "title")
    root = instance[0]
    return XFormTree((title.text or "") if title is not None else "", head, model, body, root, f"/{local(root)}/")


def _refused(name: str, what: str) -> FormError:
    return FormError(name, (blocking(what, "Fetch or compile the form again."),))
