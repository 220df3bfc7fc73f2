"""Where every node of the answers stands, and what its bind says about it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from .xform_tree import JAVAROSA, XFormTree, children, local

# KoBoToolbox adds formhub/uuid and __version__ to every form it deploys; nobody answers them.
SERVER_NODES = {"formhub/uuid", "__version__"}
AUDIT = "meta/audit"
ACTIONS = {"setvalue", "setgeopoint", "recordaudio"}


@dataclass(frozen=True, slots=True)
class Node:
    """A leaf of the primary instance.

    Attributes:
        bind: attributes of its bind; empty if it has none.
        written: the text it starts with.
    """

    path: str
    bind: Mapping[str, str]
    written: str


@dataclass(slots=True)
class Actions:
    """What happens to a node without a bind saying so.

    Attributes:
        first_values: expression that fills it when a new form is opened.
        triggered: expression that fills it when another answer changes.
        located / recorded: the tablet writes its position, or records sound, by itself.
    """

    first_values: dict[str, str] = field(default_factory=dict)
    triggered: dict[str, str] = field(default_factory=dict)
    located: set[str] = field(default_factory=set)
    recorded: set[str] = field(default_factory=set)


def read_nodes(tree: XFormTree, groups: frozenset[str]) -> list[Node]:
    """Every leaf in document order, once, without what the server and the engine keep for themselves.

    Args:
        tree: the form.
        groups: paths that the body says are groups: an empty one is no question.
    """
    binds = {tree.path(bind.get("nodeset")): bind.attrib for bind in children(tree.model, "bind")}
    found: dict[str, Node] = {}
    for path, element in _leaves(tree.root):
        if path in groups or path in SERVER_NODES or (path != AUDIT and "meta" in path.split("/")[:-1]):
            continue
        # A repeat stands twice in the instance: as template and as its first row.
        found.setdefault(path, Node(path, binds.get(path, {}), (element.text or "").strip()))
    return list(found.values())


def read_actions(tree: XFormTree) -> Actions:
    """Values set by events, positions and recordings, from the model and the body."""
    actions = Actions()
    for part in (tree.model, tree.body):
        for element in part.iter():
            name = local(element)
            if name in ACTIONS:
                _note_action(actions, name, element, tree)
    return actions


def attribute(bind: Mapping[str, str], name: str) -> str | None:
    """A bind's attribute, JavaRosa's own included (``preload``)."""
    return bind.get(name, bind.get(JAVAROSA + name))


def _note_action(actions: Actions, name: str, element: ET.Element, tree: XFormTree) -> None:
    path = tree.path(element.get("ref"))
    events = (element.get("event") or "").split()
    if name == "recordaudio":
        actions.recorded.add(path)
    elif "xforms-value-changed" in events:
        actions.triggered[path] = element.get("value") or element.text or ""
    elif name == "setgeopoint":
        actions.located.add(path)
    else:
        actions.first_values[path] = element.get("value") or element.text or ""


def _leaves(root: ET.Element) -> Iterator[tuple[str, ET.Element]]:
    """Iterative, so that a form nested a thousand groups deep is read like any other."""
    waiting = [(local(child), child) for child in reversed(root)]
    while waiting:
        path, element = waiting.pop()
        inner = [child for child in element if local(child)]
        if not inner:
            yield path, element
        waiting.extend((f"{path}/{local(child)}", child) for child in reversed(inner))
