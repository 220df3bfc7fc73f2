"""The demo: a whole programme on made-up data, from blank forms to the funnel an analyst reads."""

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from ..database import embedded
from ..errors import SetupError
from ..settings import FILE
from ..simulation.plans import Totals
from ..simulation.practice import Event, unfold
from .daily import run_all
from .forms import deploy_forms
from .playing import Played, Players
from .report import Report
from .session import open_session
from .telling import Telling
from .template import lay_programme

SANDBOX = '[server.kobo]\nkind = "sandbox"   # the practice server that retour runs itself\n\n'


@dataclass(frozen=True, slots=True)
class Shown:
    """What the demo ends in; ``funnel`` rows are (step in French, plans or None, people)."""

    played: Played
    report: Report
    funnel: Sequence[tuple[str, int | None, int]]


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
        deploy_forms(session)
    telling.say("Simulated enumerators fill the forms (JavaRosa, the engine of ODK Collect) and send them.")
    played, report = _play_in_two_parts(folder, telling, unfold(totals or Totals(), seed), seed)
    for line in played.refused[:10]:
        telling.say(f"refused by the form: {line}")
    return Shown(played, report, read_funnel(folder, telling))


def _play_in_two_parts(folder: Path, telling: Telling, events: list[Event], seed: int) -> tuple[Played, Report]:
    """Two runs: corrections and deletions come after the first one, so that the second one must carry them through."""
    played, players = Played(), Players(seed)
    middle = len(events) * 2 // 3
    later = [event for event in events[:middle] if event.kind != "filled"]
    first = [event for event in events[:middle] if event.kind == "filled"]
    for part, name in ((first, "first"), (later + events[middle:], "second")):
        with open_session(folder, telling) as session:
            players.play(session, part, played)
        telling.say(f"The {name} run: pulling, archiving, decoding, loading.")
        report = run_all(folder, telling)
    return played, report


def read_funnel(folder: Path, telling: Telling) -> list[tuple[str, int | None, int]]:
    """The practice's funnel as an analyst's role may read it: open answers only, by event period."""
    with open_session(folder, telling, writes=False) as session, session.engine.connect() as connection:
        return [(row.step, row.plans, row.people) for row in connection.execute(text(FUNNEL))]


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
    path.write_text(written.replace("[programme]\n", "[programme]\nsynthetic = true   # made-up data\n", 1), "utf-8")


FUNNEL = """
WITH decided AS (
    SELECT plan.plan_code, plan.member_count::bigint AS members, decision.decision
    FROM reporting.business_plan plan
    LEFT JOIN reporting.committee__decisions decision ON decision.decided_plan_code = plan.plan_code
)
SELECT 'Personnes enregistrées' AS step, NULL::bigint AS plans, count(*) AS people FROM reporting.registration
UNION ALL SELECT 'Plans montés', count(*), sum(members) FROM decided
UNION ALL SELECT 'Plans examinés', count(*), sum(members) FROM decided WHERE decision IS NOT NULL
UNION ALL SELECT 'Plans validés', count(*), sum(members) FROM decided WHERE decision LIKE 'validated%'
"""
