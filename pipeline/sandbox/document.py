"""XML documents as plain trees, read with the names as written and without entities of their own."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat


class DocumentError(Exception):
    """The document is no XML that the server takes."""


@dataclass(slots=True)
class Node:
    """One element with its name as written, prefix and all: the data list shows ``orx:meta/orx:instanceID``."""

    name: str
    attributes: dict[str, str]
    children: list["Node"] = field(default_factory=list)
    text: str = ""

    def child(self, name: str) -> "Node | None":
        """The first child of that name, whatever its prefix."""
        prefixed = f":{name}"
        for node in self.children:
            if node.name == name or node.name.endswith(prefixed):
                return node
        return None

    def all(self, name: str) -> "Iterator[Node]":
        """Every element of that name below this one, in document order, whatever its prefix."""
        for node in self.children:
            if node.name.rpartition(":")[2] == name:
                yield node
            yield from node.all(name)

    def text_at(self, *names: str) -> str:
        """The text at a path of names below this element; '' where it is missing."""
        node: Node | None = self
        for name in names:
            node = node.child(name) if node else None
        return node.text.strip() if node else ""


def parse(xml: bytes) -> Node:
    """The document's root.

    Raises:
        DocumentError: not well-formed, or it brings its own entity declarations.
    """
    top = Node("", {})
    stack = [top]

    def begin(name: str, attributes: dict[str, str]) -> None:
        node = Node(name, attributes)
        stack[-1].children.append(node)
        stack.append(node)

    def end(_name: str) -> None:
        stack.pop()

    def words(text: str) -> None:
        stack[-1].text += text

    def refuse(*_: Any) -> None:
        raise DocumentError("a document type declaration")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = words, refuse
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as reason:
        raise DocumentError(str(reason)) from reason
    return top.children[0]
