"""Who belongs together and who must stay apart: whatever would join two who are apart is refused."""

from collections.abc import Iterable, Iterator


class Bonds:
    """Groups of elements that only grow, and pairs of groups that may never become one."""

    def __init__(self) -> None:
        self._root: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}
        self._apart: dict[str, set[str]] = {}

    def root(self, element: str) -> str:
        """What stands for the element's group until the group grows; an unknown element becomes a group of its own."""
        if element not in self._root:
            self._root[element] = element
            self._members[element] = [element]
        return self._root[element]

    def members(self, element: str) -> tuple[str, ...]:
        """All of the element's group, itself included, in no order."""
        return tuple(self._members[self.root(element)])

    def are_one(self, left: str, right: str) -> bool:
        """Whether both are in one group."""
        return self.root(left) == self.root(right)

    def are_apart(self, left: str, right: str) -> bool:
        """Whether their groups may never become one."""
        return self.root(right) in self._apart.get(self.root(left), ())

    def tie(self, left: str, right: str) -> bool:
        """Both groups become one; False, and nothing happens, where they must stay apart."""
        kept, gone = self.root(left), self.root(right)
        if kept == gone:
            return True
        if gone in self._apart.get(kept, ()):
            return False
        if len(self._members[kept]) < len(self._members[gone]):
            kept, gone = gone, kept
        moved = self._members.pop(gone)
        self._members[kept] += moved
        self._root.update(dict.fromkeys(moved, kept))
        for other in self._apart.pop(gone, ()):
            self._apart[other].discard(gone)
            self._hold_apart(kept, other)
        return True

    def part(self, left: str, right: str) -> bool:
        """Both groups stay apart from now on; False, and nothing happens, where they are one already."""
        one, other = self.root(left), self.root(right)
        if one == other:
            return False
        self._hold_apart(one, other)
        return True

    def apart(self) -> Iterator[tuple[str, str]]:
        """Every two groups that must stay apart, each by its root and once."""
        return ((one, other) for one, others in self._apart.items() for other in others if one < other)

    def groups(self, elements: Iterable[str]) -> Iterator[tuple[str, ...]]:
        """The groups of these elements, each once."""
        return (tuple(self._members[root]) for root in dict.fromkeys(self.root(element) for element in elements))

    def _hold_apart(self, one: str, other: str) -> None:
        self._apart.setdefault(one, set()).add(other)
        self._apart.setdefault(other, set()).add(one)
