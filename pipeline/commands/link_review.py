"""retour link review: doubtful pairs one after the other, side by side, with what speaks for and against."""

import getpass
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..run.linking.decide import decide
from ..run.linking.review import next_question
from .link_words import DIFFERENT, LATER, QUIT, SAME, in_words, say, tell_outcome
from .screen import Screen

NARROWEST = 80


@click.command()
@click.option("--by", default="", help="Who decides; without it you are asked once.")
@click.pass_context
def review(context: click.Context, by: str) -> None:
    """Decide who is who, one question after the other: same, different, later, quit.

    Names are shown on this screen, because nobody could decide without them; they are written nowhere. Every answer
    is kept and applied at once, so you may stop at any time. Take back the last one: retour link undo.
    """
    folder, screen = Path(context.obj), Screen()
    put_off: list[tuple[str, ...]] = []
    decided = 0
    found = next_question(folder, screen)
    language = found.language
    if found.question is not None and not by:
        by = click.prompt(say(language, "who"), default=getpass.getuser())
    if found.contradictions:
        click.echo(say(language, "contradictions", count=len(found.contradictions)))
    while (question := found.question) is not None:
        click.echo()
        click.echo(say(language, "open", count=found.count - len(put_off)))
        show(question, language)
        answer = _ask(question, language)
        if answer in QUIT:
            break
        if answer in LATER:
            put_off.append(question.key)
        else:
            _answer(folder, question, answer, language, by)
            decided += 1
        found = next_question(folder, screen, put_off)
    _close(language, decided, len(put_off), bool(found.question))


def _close(language: str, decided: int, put_off: int, is_open: bool) -> None:
    if not decided and not put_off and not is_open:
        click.echo(say(language, "nothing"))
        return
    if put_off:
        click.echo(say(language, "later", count=put_off))
    click.echo(say(language, "done", count=decided))


def show(question: Any, language: str) -> None:
    """The people side by side, then what speaks for and against, in words."""
    console = Console(highlight=False, width=None if Console().is_terminal else 120)
    console.print(
        say(language, question.kind, card=question.card, waiting=question.waiting), style="bold", markup=False
    )
    table = Table(min_width=min(NARROWEST, console.width))
    table.add_column("")
    for letter, code in zip("ABCDEFGHIJ", question.codes, strict=False):
        table.add_column(f"{say(language, 'person', letter=letter)} · {code}", overflow="fold")
    for line in question.lines:
        table.add_row(line.label, *(Text(value, style=_style(line.agrees)) for value in line.values))
    console.print(table)
    for letter, end in zip("ABCDEFGHIJ", question.ends, strict=False):
        console.print(f"  {letter} {end}", style="dim", markup=False)
    for reason in question.reasons:
        console.print(f"  {reason}", markup=False)
    if question.weight is not None:
        console.print(in_words(language, question.weight), style="bold", markup=False)
    elif question.kind != "whose":
        console.print(say(language, "no_score"), markup=False)


def _style(agrees: bool | None) -> str:
    """Colour helps who sees it; the sentences below say the same."""
    return {True: "green", False: "yellow", None: ""}[agrees]


def _ask(question: Any, language: str) -> str:
    """One letter, or the letter of a person for ``whose``."""
    if question.kind == "whose":
        letters = "ABCDEFGHIJ"[: len(question.ends)]
        text = say(language, "ask_whose", numbers=" ".join(f"[{letter}]" for letter in letters))
        valid = {*letters, *LATER, *QUIT}
    else:
        text, valid = say(language, "ask"), {*SAME, *DIFFERENT, *LATER, *QUIT}
    while True:
        typed = str(click.prompt(text, prompt_suffix=" ")).strip()
        answer = typed.upper() if typed.upper() in valid and question.kind == "whose" else typed[:1].lower()
        if answer in valid:
            return answer


def _answer(folder: Path, question: Any, answer: str, language: str, by: str) -> None:
    """Recorded and applied; what came of it is said with codes only."""
    why = click.prompt(say(language, "why"), default=say(language, "on_screen"))
    if len(why.strip()) < 5:
        why = f"{say(language, 'on_screen')} ({why.strip()})"
    if question.kind == "whose":
        typed = [f"code:{question.card}", question.ends["ABCDEFGHIJ".index(answer)]]
        outcome = decide(folder, Screen(), typed, "same", why=why, by=by)
    else:
        verdict: Any = "same" if answer in SAME else "different"
        outcome = decide(folder, Screen(), question.ends, verdict, why=why, by=by)
    for sentence in tell_outcome(language, outcome):
        click.echo(sentence)
