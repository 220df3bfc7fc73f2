"""What a select offers at this moment: JavaRosa filters the list, we read names and labels out of it."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from .jvm import java
from .plan import Ask

_SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True)
class Offered:
    """One choice on the screen; ``label`` in the language of the fill."""

    name: str
    label: str


def choice_list(form: Any, ask: Ask, reference: Any) -> Any:
    """The Java list of choices; JavaRosa drops a chosen answer that the filter no longer offers, as on a tablet."""
    return ask.element.getChoices() if ask.itemset is None else ask.itemset.getChoices(form, reference)


def names_in(choices: Any) -> tuple[str, ...]:
    """Names of a Java list of choices, fetched in one piece: a commune list has hundreds."""
    if choices is None or choices.isEmpty():
        return ()
    names = choices.stream().map(_value_getter()).toList()
    return tuple(str(java("java.lang.String").join(_SEPARATOR, names)).split(_SEPARATOR))


def labelled(prompt: Any, choices: Any) -> tuple[Offered, ...]:
    """Names and labels; '' where a choice has no label in this language."""
    return tuple(Offered(str(c.getValue()), str(prompt.getSelectChoiceText(c) or "")) for c in choices)


def forget_filtered(itemset: Any) -> None:
    """JavaRosa keeps a filtered list until an answer of its filter changes; a changed clock is no answer."""
    field = itemset.getClass().getDeclaredField("cachedFilteredChoiceList")
    field.setAccessible(True)
    field.set(itemset, None)


@cache
def _value_getter() -> Any:
    """``SelectChoice.getValue`` as a Java function, so that no call per choice crosses into Python."""
    handles, proxies = java("java.lang.invoke.MethodHandles"), java("java.lang.invoke.MethodHandleProxies")
    shape = java("java.lang.invoke.MethodType").methodType(java("java.lang.String").class_)
    getter = handles.publicLookup().findVirtual(java("org.javarosa.core.model.SelectChoice").class_, "getValue", shape)
    return proxies.asInterfaceInstance(java("java.util.function.Function").class_, getter)
