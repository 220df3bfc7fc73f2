"""One walk through one form: what an enumerator meets from the first screen to the last, answered by a respondent."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .choices import choice_list, names_in
from .jvm import java
from .plan import Ask, Section
from .respondent import Delete, Respondent, Scope, Unsaid
from .values import NotTaken, Value, answer_of, names_of

Rows = tuple[int, ...]
Chain = tuple[tuple[int, int, Any], ...]
"""From the root down: place among siblings, row (0 outside repeats), element of the body."""

SELECTS = {"select_one", "select_multiple", "rank"}
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Refused:
    """An answer the form did not take.

    Attributes:
        rows: place in each repeat around it, from 1, outermost first.
        kind: ``constraint``, ``choice`` (not offered now), ``type`` (the tablet would not let it be typed).
        message: the form's own words in the language of the fill. They may quote an answer: never log them.
    """

    path: str
    rows: Rows
    kind: str
    message: str


@dataclass(slots=True)
class Screen:
    """A question while it is asked; see ``respondent.Question``."""

    walk: "Walk"
    ask: Ask
    node: Any
    rows: Rows
    chain: Chain
    path: str
    kind: str
    attempt: int = 0

    @property
    def required(self) -> bool:
        """Now, in this form as it stands."""
        return bool(self.node.isRequired())

    def choices(self) -> tuple[str, ...]:
        """Names offered now, in the order of the screen."""
        return self.walk.offered(self.ask, self.node)

    def prompt(self) -> Any:
        """JavaRosa's own view of this question, with its texts."""
        return java("org.javarosa.form.api.FormEntryPrompt")(self.walk.form, self.walk.index(self.chain))


class Walk:
    """Steps through a parsed form with an instance in it, in the order of the body, and answers what is shown.

    It goes where ``FormEntryController`` goes: relevant questions that are not read-only, repeats as long as the
    respondent adds rows or the form's count demands them. It reads the tree of the instance directly: the controller
    builds an index and a prompt for each step, and both would cross into Python.
    """

    def __init__(self, form: Any, respondent: Respondent, fixed: dict[Ask, tuple[str, ...]]) -> None:
        """``fixed`` keeps the choices of lists that never change, over all fills of the form."""
        self.form, self.respondent, self.fixed = form, respondent, fixed
        self.main = form.getMainInstance()
        self.at = ""
        self.reached: set[str] = set()
        self.refused: list[Refused] = []
        self.files: list[str] = []
        self._answered: list[Screen] = []
        self._blank: list[Screen] = []
        self._hidden: list[Callable[[], None]] = []

    def through(self, plan: Section) -> None:
        """Every screen once, then those that a later answer brought up behind the enumerator's back."""
        scope = self.respondent.start()
        self._members(plan, self.main.getRoot(), scope, (), ())
        for _ in range(ROUNDS):
            hidden, self._hidden = self._hidden, []
            before = len(self.reached)
            for visit in hidden:
                visit()
            if len(self.reached) == before:
                break

    def check(self) -> tuple[str, ...]:
        """What finalising would stop at: constraints broken by a later answer; returns required ones left blank."""
        for screen in self._answered:
            node = screen.node
            if node.getValue() is not None and node.isRelevant():
                self._recheck(screen)
        blank = (s for s in self._blank if s.node.getValue() is None and s.node.isRelevant() and s.node.isRequired())
        return tuple(dict.fromkeys(screen.path for screen in blank))

    def offered(self, ask: Ask, node: Any) -> tuple[str, ...]:
        """Names of the choices on the screen."""
        names = self.fixed.get(ask)
        if names is None:
            names = names_in(choice_list(self.form, ask, node.getRef()))
            if ask.fixed:
                self.fixed[ask] = names
        return names

    def index(self, chain: Chain) -> Any:
        """JavaRosa's index of a place in the form."""
        integer, lists = java("java.lang.Integer"), [java("java.util.ArrayList")() for _ in range(3)]
        for local, row, element in chain:
            lists[0].add(integer.valueOf(local))
            lists[1].add(integer.valueOf(row))
            lists[2].add(element)
        return self.form.buildIndex(*lists)

    def _members(self, section: Section, node: Any, scope: Scope, rows: Rows, chain: Chain) -> None:
        for member in section.members:
            self._visit(member, node, scope, rows, chain)

    def _visit(self, member: Ask | Section, around: Any, scope: Scope, rows: Rows, chain: Chain) -> None:
        node = around
        for step in member.steps[: -1 if isinstance(member, Section) and member.repeated else None]:
            node = node.getChild(step, 0)
        if isinstance(member, Ask):
            shown = self._question(member, node, scope, rows, chain)
        elif member.repeated:
            shown = self._rows(member, node, scope, rows, chain)
        else:
            shown = node is not None and bool(node.isRelevant())
            if shown:
                self._members(member, node, scope, rows, (*chain, (member.local, 0, member.element)))
        if not shown:
            self._hidden.append(lambda: self._visit(member, around, scope, rows, chain))

    def _rows(self, repeat: Section, holder: Any, scope: Scope, rows: Rows, chain: Chain) -> bool:
        """Existing rows, then new ones while the respondent or the form's count wants them; False if hidden."""
        name, place, said = repeat.steps[-1], 0, 0
        while True:
            here = (*chain, (repeat.local, place, repeat.element))
            node = holder.getChild(name, place)
            existed = node is not None
            if node is None and not self._may_add(repeat, here):
                return place > 0 or said > 0
            if node is not None and not node.isRelevant():
                return False
            row = self.respondent.row(repeat.path, said, scope, existed)
            if repeat.counted:
                row = self.respondent.counted_row(scope) if row is None or isinstance(row, Delete) else row
            if row is None and not existed:
                return True
            said += 1
            if row is None or isinstance(row, Delete):
                self.form.deleteRepeat(self.index(here))
                continue
            if not existed:
                node = self._add(repeat, holder, name, place, here)
                if node is None:
                    return True
            self._members(repeat, node, row, (*rows, place + 1), here)
            place += 1

    def _may_add(self, repeat: Section, here: Chain) -> bool:
        index = self.index(here)
        reference = self.form.getChildInstanceRef(index)
        return bool(self.form.canCreateRepeat(reference, index)) and bool(self.form.isRepeatRelevant(reference))

    def _add(self, repeat: Section, holder: Any, name: Any, place: int, here: Chain) -> Any:
        self.form.createNewRepeat(self.index(here))
        return holder.getChild(name, place)

    def _question(self, ask: Ask, node: Any, scope: Scope, rows: Rows, chain: Chain) -> bool:
        if ask.hides and not node.isRelevant():
            return False
        self.at = path = ask.path
        self.reached.add(path)
        if ask.locks and not node.isEnabled():
            return True
        screen = Screen(self, ask, node, rows, (*chain, (ask.local, 0, ask.element)), path, ask.kind)
        if not self._asked(screen, scope) and node.getValue() is None:
            self._blank.append(screen)
        elif ask.rechecked:
            self._answered.append(screen)
        return True

    def _asked(self, screen: Screen, scope: Scope) -> bool:
        """An answer was taken, at one of the attempts."""
        refusal: tuple[str, Any] = ("", None)
        for attempt in range(self.respondent.attempts):
            screen.attempt = attempt
            value = self.respondent.answer(screen, scope)
            if isinstance(value, Unsaid):
                return False
            taken = self._take(screen, value)
            if isinstance(taken, bool):
                return taken
            refusal = taken
        self._refuse(screen, *refusal)
        return False

    def _take(self, screen: Screen, value: Value) -> tuple[str, Any] | bool:
        """True: it stands in the instance; False: the question was blanked; or why not, and what was tried."""
        ask, node = screen.ask, screen.node
        try:
            answer = answer_of(ask, value)
        except NotTaken as refusal:
            return refusal.kind, None
        if answer is None:
            if node.getValue() is not None:
                self._set(ask, node, None, node.getRef())
            return False
        if ask.kind in SELECTS and not set(names_of(value)) <= set(screen.choices()):
            return "choice", None
        reference = node.getRef()
        if ask.constrained and not self.form.evaluateConstraint(reference, answer):
            return "constraint", answer
        self._set(ask, node, answer, reference)
        if ask.kind == "file":
            self.files.append(str(answer.getDisplayText()))
        return True

    def _set(self, ask: Ask, node: Any, answer: Any, reference: Any) -> None:
        if ask.acts:
            self.form.setValue(answer, reference, node, True)
            return
        # What FormDef.setValue does, without its search through the whole body for actions that are not there.
        node.setAnswer(answer)
        self.form.triggerTriggerables(reference)

    def _recheck(self, screen: Screen) -> None:
        answer = screen.node.getValue()
        if not self.form.evaluateConstraint(screen.node.getRef(), answer):
            self._refuse(screen, "constraint", answer)

    def _refuse(self, screen: Screen, kind: str, answer: Any) -> None:
        message = screen.prompt().getConstraintText(answer) if kind == "constraint" else None
        self.refused.append(Refused(screen.path, screen.rows, kind, str(message or "")))
