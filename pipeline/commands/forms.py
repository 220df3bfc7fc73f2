"""retour forms check|build|diff|deploy|status: from a workbook on this machine to a form on the tablets."""

from dataclasses import asdict
from pathlib import Path

import click

from ..run.daily import on_record
from ..run.forms import workbooks as shell
from ..run.forms.status import forms_status
from ..run.session import open_session
from .screen import Screen, as_json, print_json, print_table

stages_argument = click.argument("stages", nargs=-1, metavar="[STAGE]...")


@click.group()
def forms() -> None:
    """Check, compare and deploy the XLSForms of the stages."""


@forms.command()
@click.argument("workbooks", nargs=-1, metavar="[STAGE|FILE]...")
@as_json
@click.pass_context
def check(context: click.Context, workbooks: tuple[str, ...], json_wanted: bool) -> None:
    """Check workbooks with pyxform, ODK Validate and our own rules; every problem with sheet, row and remedy."""
    found = shell.check_forms(Path(context.obj), workbooks)
    errors = sum(p.severity == "error" for problems in found.values() for p in problems)
    if json_wanted:
        print_json({path: [asdict(p) for p in problems] for path, problems in found.items()})
    else:
        for path, problems in found.items():
            click.echo(f"{path}: {'clean' if not problems else ''}")
            for p in problems:
                click.echo(f"  {p.severity:7} {p.place + ': ' if p.place else ''}{p.what} {p.fix}")
    raise SystemExit(3 if errors else 0)


@forms.command()
@click.pass_context
def build(context: click.Context) -> None:
    """Put the shared lists of config/lists into the workbooks that use them."""
    for name, changes in shell.build_forms(Path(context.obj)).items():
        click.echo(f"{name}: {'as it was' if not changes else ''}")
        for change in changes:
            click.echo(f"  {change.words}")


@forms.command()
@stages_argument
@as_json
@click.pass_context
def diff(context: click.Context, stages: tuple[str, ...], json_wanted: bool) -> None:
    """Compare the workbooks with what tablets have now: safe, needs care, or breaking."""
    with open_session(Path(context.obj), Screen(json_wanted), writes=False) as session:
        found = shell.diff_forms(session, stages)
    if json_wanted:
        print_json({d.key: None if c is None else [asdict(change) for change in c] for d, c in found.items()})
        return
    for deployment, changes in found.items():
        if not changes:
            click.echo(f"{deployment.key}: {'no change' if changes == [] else 'never deployed'}")
            continue
        rows = [(c.weight, c.kind, c.path, c.what, c.why, "\n".join(c.readers)) for c in changes]
        print_table(deployment.key, ("weight", "kind", "question", "what", "why it matters", "read by"), rows)


@forms.command()
@stages_argument
@click.option("--accept", default="", metavar="REASON", help="Breaking changes are wanted, and why; recorded.")
@click.option("--force", is_flag=True, help="Deploy even where tablets have it all already.")
@click.option("--take-over", is_flag=True, help="Take projects that another installation keeps up.")
@as_json
@click.pass_context
def deploy(
    context: click.Context, stages: tuple[str, ...], accept: str, force: bool, take_over: bool, json_wanted: bool
) -> None:
    """Deploy workbooks and lists to their servers, then read back what tablets will get."""
    with on_record(Path(context.obj), Screen(json_wanted), "forms deploy") as (session, note):
        done = shell.deploy_forms(session, stages, accept, force=force, take_over=take_over)
        note({"accepted": accept, "deployed": {d.deployment.key: d.document() for d in done}})
    if json_wanted:
        print_json([d.document() for d in done])
        return
    for one in done:
        if one.result is None:
            click.echo(f"{one.deployment.key}: tablets have it all already; nothing was sent.")
            continue
        seen = {True: "tablets see its lists", False: "TABLETS DO NOT SEE ITS LISTS", None: "lists not verified"}
        sent = f", new lists: {', '.join(one.result.media_sent)}" if one.result.media_sent else ""
        click.echo(
            f"{one.deployment.key}: deployed as {one.result.uid}, version {one.result.version}{sent}; "
            f"{seen[one.result.devices_see_media]}."
        )


@forms.command()
@stages_argument
@as_json
@click.pass_context
def status(context: click.Context, stages: tuple[str, ...], json_wanted: bool) -> None:
    """Show for each deployment whether tablets have today's workbook and lists."""
    with open_session(Path(context.obj), Screen(json_wanted), writes=False) as session:
        rows = forms_status(session, stages)
    if json_wanted:
        print_json([r.document() for r in rows])
        return
    columns = ("form", "project", "deployed version", "workbook", "changes waiting")
    print_table(
        "", columns, [(r.deployment.key, r.deployment.uid or "-", r.version or "-", r.verdict, r.waiting) for r in rows]
    )
