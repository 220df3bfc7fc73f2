"""retour init, demo, doctor, sandbox, decode: to begin, to try, to look, to train, to convert."""

import secrets
import time
from dataclasses import asdict
from pathlib import Path

import click

from ..run import practice_server
from ..run.answers.decoding import decode_files
from ..run.demo.demo import play_demo
from ..run.doctor import examine
from ..run.template import lay_programme
from .daily import show_report
from .screen import Screen, as_json, print_json, print_table


@click.command()
@click.argument("folder", type=click.Path(file_okay=False))
def init(folder: str) -> None:
    """Lay a new programme in FOLDER: its forms, its settings, a random id of its own."""
    settings = lay_programme(Path(folder))
    click.echo(f"The programme is in {folder}. Next: write your server into {settings}, set the two tokens, then:")
    for command in ("doctor", "forms check", "forms deploy"):
        click.echo(f"  retour --project {folder} {command}")


@click.command()
@click.option("--out", default="demo", show_default=True, type=click.Path(file_okay=False), help="Folder to make.")
@click.option("--seed", default=1, show_default=True, help="Of everything drawn; another seed, other people.")
@click.option("--again", is_flag=True, help="Throw an earlier demo in that folder away first.")
@as_json
def demo(out: str, seed: int, again: bool, json_wanted: bool) -> None:
    """Play a whole programme on synthetic data: forms, tablets, server, database, funnel."""
    begun = time.monotonic()
    shown = play_demo(Path(out), Screen(json_wanted), seed=seed, again=again)
    if json_wanted:
        print_json(
            shown.report.document()
            | {"funnel": shown.funnel, "sent": shown.played.sent}
            | {"duplicates": asdict(shown.duplicates)}
            | {"lists": [one.document() for one in shown.lists.published]}
        )
        raise SystemExit(shown.report.exit_code)
    show_report(shown.report)
    rows = [(step, "" if plans is None else plans, people) for step, plans, people in shown.funnel]
    title = "Parcours, septembre 2017 – mars 2019 · DONNÉES SYNTHÉTIQUES"
    print_table(title, ("étape", "plans d'affaire", "personnes"), rows, right=(1, 2))
    click.echo(shown.duplicates.line())
    click.echo(shown.lists.line())
    click.echo("Données inventées, construites pour donner les totaux de la fiche #3 (mai 2019). Personne n'est réel.")
    click.echo(
        f"Done in {time.monotonic() - begun:.0f} s. Go on: retour --project {out} status · run · db url · forms diff"
    )
    raise SystemExit(shown.report.exit_code)


@click.command()
@as_json
@click.pass_context
def doctor(context: click.Context, json_wanted: bool) -> None:
    """Look at everything a run needs: servers, tokens, database, Java, disk, clock. Changes nothing."""
    checks = examine(Path(context.obj), Screen(json_wanted))
    if json_wanted:
        print_json([{"name": c.name, "verdict": c.verdict, "what": c.what, "fix": c.fix} for c in checks])
    else:
        print_table("", ("", "what", "how it is", "what to do"), [(c.verdict, c.name, c.what, c.fix) for c in checks])
    raise SystemExit(3 if any(c.verdict == "broken" for c in checks) else 0)


@click.command()
@click.option("--port", default=8055, show_default=True, help="0 takes a free one.")
@click.option("--lan", is_flag=True, help="Phones of the same Wi-Fi may connect; shows a QR code for KoboCollect.")
@click.option("--token", envvar="RETOUR_SANDBOX_TOKEN", help="To log in with; a random one if not given.")
@click.option("--fault", "faults", multiple=True, metavar="KIND:PATH:TIMES", help="Trouble on order, to practise with.")
@click.option("--reset", is_flag=True, help="Throw away what it held.")
@click.pass_context
def sandbox(
    context: click.Context, port: int, lan: bool, token: str | None, faults: tuple[str, ...], reset: bool
) -> None:
    """Run a practice server that answers as KoBoToolbox does, without internet. Stop it with Ctrl-C."""
    if token is None:
        token = secrets.token_hex(20)
        click.echo(f"token: {token}")
    screen = Screen()
    practice_server.serve(Path(context.obj), screen, port=port, lan=lan, token=token, faults=faults, reset=reset)


@click.command()
@click.argument("form", type=click.Path(exists=True, dir_okay=False))
@click.argument("submissions", type=click.Path(exists=True))
@click.option("--out", required=True, type=click.Path(file_okay=False), help="Folder for the tables.")
@click.option("--format", "file_format", type=click.Choice(["csv", "parquet"]), default="csv", show_default=True)
def decode(form: str, submissions: str, out: str, file_format: str) -> None:
    """Turn exported SUBMISSIONS (JSON, or a folder of XML) of any XLSForm FORM into typed tables; no database."""
    decoded, files = decode_files(Path(form), Path(submissions), Path(out), as_parquet=file_format == "parquet")
    click.echo(
        f"{decoded.decoded_count} submissions decoded, {len(decoded.set_aside)} set aside (set_aside.csv says why)."
    )
    for file in files:
        click.echo(f"  {file}")
