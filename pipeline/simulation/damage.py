"""A sent document as somebody's script gets it wrong: nobody's tablet would send it, but every server takes it."""

import xml.etree.ElementTree as ElementTree

UNKNOWN_VERSION = "vWrittenByAScript"


def damaged(instance_xml: str, damage: str) -> str:
    """The document with a form version nobody deployed (``version``) or a text in a number (``number``)."""
    root = ElementTree.fromstring(instance_xml)  # noqa: S314 our own document
    for node in root.iter():
        name = node.tag.rpartition("}")[2]
        if damage == "version" and name == "__version__":
            node.text = UNKNOWN_VERSION
        if damage == "number" and name == "dependants":
            node.text = "quatre"
    if damage == "version":
        root.set("version", UNKNOWN_VERSION)
    return ElementTree.tostring(root, encoding="unicode")
