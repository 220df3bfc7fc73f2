"""The demo: a whole programme on made-up data, from blank forms to the funnel an analyst reads."""

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ...database import embedded
from ...errors import SetupError
from ...settings import FILE
from ...simulation.event import Event
from ...simulation.plans import Totals
from ...simulation.practice import unfold
from ..daily import run_all
from ..forms.workbooks import deploy_forms
from ..report import Report
from ..session import open_session
from ..telling import Telling
from ..template import lay_programme
from .funnel import FunnelRow, read_funnel
from .lists import ListsShown, publish_lists
from .playing import Played, Players
from .truth import Duplicates, find_duplicates

SANDBOX = '[server.kobo]\nkind = "sandbox"   # the practice server that retour runs itself\n\n'


@dataclass(frozen=True, slots=True)
class Shown:
    """What the demo ends in.

    Attributes:
        funnel: rows of step in French, plans or None, people.
        duplicates: what became of the people registered twice on purpose.
        lists: what the tablets carry in the end.
    """

    played: Played
    report: Report
    funnel: Sequence[FunnelRow]
    duplicates: Duplicates
    lists: ListsShown


def play_demo(
    folder: Path, telling: Telling, *, seed: int = 1, totals: Totals | None = None, again: bool = False
) -> Shown:
    """A fresh programme in ``folder`` with synthetic data in it.

    Args:
        folder: made if need be; must hold no programme but an earlier demo's.
        telling: where progress goes.
        seed: of everything drawn.
        totals: of plans and people; the practice sheet's if None.
        again: an earlier demo there is thrown away first.

    Raises:
        SetupError: something else is in the folder.
    """
    _clear(folder, again)
    lay_programme(folder)
    _make_synthetic(folder)
    with open_session(folder, telling) as session:
        telling.say("Database started; deploying the forms to the practice server.")
        deployed = deploy_forms(session)
    events = unfold(totals or Totals(), seed)
    telling.say(
        f"{len(deployed)} forms are deployed. Simulated enumerators fill {len(events)} of them in "
        "(JavaRosa, the engine of ODK Collect) and send them: SYNTHETIC DATA."
    )
    played, report = _play_in_two_parts(folder, telling, events, seed)
    for line in played.refused[:10]:
        telling.say(f"refused by the form: {line}")
    duplicates = find_duplicates(folder, telling, played.registered)
    telling.say("Case lists go to the tablets.")
    lists = publish_lists(folder, telling)
    return Shown(played, report, read_funnel(folder, telling), duplicates, lists)


def _play_in_two_parts(folder: Path, telling: Telling, events: list[Event], seed: int) -> tuple[Played, Report]:
    """Two runs: the second one must carry through what came late, was corrected or deleted after the first."""
    played, players = Played(), Players(seed)
    for name, part in zip(("first", "second"), in_two_parts(events), strict=True):
        with open_session(folder, telling) as session:
            players.play(session, part, played)
        telling.say(f"{sum(played.sent.values())} forms are on the server. The {name} run: pull, decode, load.")
        report = run_all(folder, telling)
        counted = sum(book.archived for book in report.books), sum(book.set_aside for book in report.books)
        telling.say(f"Done: {counted[0]} submissions in the archive, {counted[1]} of them set aside.")
    return played, report


def in_two_parts(events: Sequence[Event]) -> tuple[list[Event], list[Event]]:
    """What is on the server before the first run: two thirds, but no correction, deletion or late tablet's form."""
    middle = len(events) * 2 // 3
    first = [e for e in events[:middle] if e.kind in {"filled", "damaged"} and not e.days_on_tablet]
    later = [e for e in events[:middle] if e.kind not in {"filled", "damaged"} or e.days_on_tablet]
    return first, later + list(events[middle:])


def _clear(folder: Path, again: bool) -> None:
    if not folder.exists() or not any(folder.iterdir()):
        return
    settings = folder / FILE
    is_demo = settings.exists() and re.search(r"^synthetic = true", settings.read_text("utf-8"), re.MULTILINE)
    if not is_demo:
        raise SetupError(str(folder), "holds something that is no demo; nothing was touched.", "Name another folder.")
    if not again:
        raise SetupError(
            str(folder), "a demo is there already.", f"Go on with 'retour --project {folder} status', or add --again."
        )
    embedded.stop(folder)
    shutil.rmtree(folder)


def _make_synthetic(folder: Path) -> None:
    """The laid programme collects on the practice server, and every surface says that its data are made up."""
    path = folder / FILE
    written = path.read_text(encoding="utf-8")
    written = re.sub(r"\[server\.kobo\].*?\n\n", SANDBOX, written, count=1, flags=re.DOTALL)
    written = written.replace("enabled = false           # true = every", "enabled = true            # true = every", 1)
    path.write_text(written.replace("[programme]\n", "[programme]\nsynthetic = true   # made-up data\n", 1), "utf-8")
