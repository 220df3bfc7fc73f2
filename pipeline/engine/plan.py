"""What never changes between two fills of a form: its questions, groups and repeats as the body orders them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal
from xml.etree import ElementTree

from .jvm import java

Kind = Literal[
    "text", "integer", "decimal", "date", "time", "datetime", "select_one", "select_multiple", "rank",
    "geopoint", "geotrace", "geoshape", "barcode", "acknowledge", "file",
]  # fmt: skip

TEMPLATE = -2  # TreeReference.INDEX_TEMPLATE
_BY_DATA_TYPE: dict[int, Kind] = {
    2: "integer", 3: "decimal", 4: "date", 5: "time", 6: "datetime", 10: "geopoint", 11: "barcode", 13: "integer",
    14: "geoshape", 15: "geotrace",
}  # fmt: skip
_BY_CONTROL: dict[int, Kind] = {
    2: "select_one", 3: "select_multiple", 16: "rank", 9: "acknowledge",
    7: "file", 10: "file", 12: "file", 13: "file", 14: "file", 15: "file",
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Ask:
    """One question of the body.

    Attributes:
        path: group path below the root, as KoBoToolbox keys it.
        steps: names (Java strings) from the node of the section around it down to its own.
        local: its place among its section's elements.
        data_type: JavaRosa's number, for parsing an answer.
        constrained / rechecked: it has a constraint; that constraint reads other answers too.
        itemset: where its choices come from when they are not fixed; ``fixed`` when no answer changes them.
        hides / locks: an expression may hide it or a section around it, may make it read-only.
        acts: setting it sets off actions of the form (``xforms-value-changed``).
    """

    path: str
    steps: tuple[Any, ...]
    local: int
    element: Any
    kind: Kind
    data_type: int
    constrained: bool
    rechecked: bool
    itemset: Any
    fixed: bool
    hides: bool
    locks: bool
    acts: bool


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """A group of the body; ``repeated`` once or more often, then ``counted`` if the form sets how often."""

    path: str
    steps: tuple[Any, ...]
    local: int
    element: Any
    members: "tuple[Ask | Section, ...]"
    repeated: bool = False
    counted: bool = False


@dataclass(frozen=True, slots=True)
class _Binds:
    """Paths from the root on whose bind hides or locks a node; JavaRosa does not tell them from those that can't."""

    hiding: frozenset[str]
    locking: frozenset[str]


def plan_of(form: Any, xform: str) -> Section:
    """The whole body of a parsed form as one section; the root's path is ''."""
    root = form.getMainInstance().getRoot()
    names = (str(root.getName()),)
    return Section("", (), 0, form, tuple(_members(form, form, names, _binds(xform))))


def questions_of(section: Section) -> Iterator[Ask]:
    """Every question below, in the body's order."""
    for member in section.members:
        if isinstance(member, Ask):
            yield member
        else:
            yield from questions_of(member)


def _members(form: Any, element: Any, around: tuple[str, ...], binds: _Binds) -> Iterator[Ask | Section]:
    for local, child in enumerate(element.getChildren()):
        names = _names(child.getBind().getReference())
        path = "/".join(names[1:])
        steps = tuple(java("java.lang.String")(name) for name in names[len(around) :])
        if isinstance(child, java("org.javarosa.core.model.QuestionDef")):
            yield _question(form, child, names, steps, local, binds)
        else:
            repeated = bool(child.getRepeat())
            counted = repeated and child.getCountReference() is not None
            yield Section(path, steps, local, child, tuple(_members(form, child, names, binds)), repeated, counted)


def _question(form: Any, child: Any, names: tuple[str, ...], steps: tuple[Any, ...], local: int, binds: _Binds) -> Ask:
    node = template_node(form.getMainInstance().getRoot(), names[1:])
    control, data_type = int(child.getControlType()), int(node.getDataType())
    itemset, constraint = child.getDynamicChoices(), node.getConstraint()
    own = child.getBind().getReference()
    return Ask(
        path="/".join(names[1:]),
        steps=steps,
        local=local,
        element=child,
        kind=_BY_CONTROL.get(control) or _BY_DATA_TYPE.get(data_type, "text"),
        data_type=data_type,
        constrained=constraint is not None,
        rechecked=constraint is not None and _reads_others(constraint.constraint, own),
        itemset=itemset,
        fixed=itemset is None or _is_fixed(itemset),
        hides=any("/".join(names[:depth]) in binds.hiding for depth in range(1, len(names) + 1)),
        locks="/".join(names) in binds.locking,
        acts=bool(child.getActionController().getListenersForEvent("xforms-value-changed")),
    )


def _binds(xform: str) -> _Binds:
    # The document has passed JavaRosa's parser; expat of today's Python bounds entity expansion by itself.
    binds = [e.attrib for e in ElementTree.fromstring(xform).iter() if e.tag.endswith("}bind")]  # noqa: S314
    paths = {bind.get("nodeset", "").strip("/"): bind for bind in binds}
    return _Binds(
        frozenset(path for path, bind in paths.items() if "relevant" in bind),
        frozenset(path for path, bind in paths.items() if "readonly" in bind),
    )


def template_node(root: Any, names: tuple[str, ...]) -> Any:
    """A node to read a bind from: the first of its name, or its template where no row exists yet."""
    for name in names:
        root = root.getChild(name, 0) or root.getChild(name, TEMPLATE)
    return root


def _names(reference: Any) -> tuple[str, ...]:
    return tuple(str(reference.getName(level)) for level in range(reference.size()))


def _reads_others(expression: Any, own: Any) -> bool:
    return any(_names(trigger) != _names(own) for trigger in expression.getTriggers(own))


def _is_fixed(itemset: Any) -> bool:
    """A secondary instance read whole never changes; a filter may read an answer, the clock, or another list."""
    if itemset.nodesetRef.getInstanceName() is None:
        return False
    return all(len(step.predicates) == 0 for step in itemset.nodesetExpr.getExpr().steps)
