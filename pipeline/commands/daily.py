"""retour pull, build, run, write-back, status: what a data manager types every day, or a scheduler every night."""

from collections.abc import Sequence
from pathlib import Path

import click

from ..run import daily
from ..run.report import Books, Report
from ..run.status import Standing, read_status
from ..run.writing_back.write_back import look_ahead
from ..run.writing_back.written import WrittenBack
from .screen import Screen, as_json, print_json, print_table

SHOWN = 10
"""Ids that one line on the screen names; --json has all."""

stages_argument = click.argument("stages", nargs=-1, metavar="[STAGE]...")


@click.command()
@stages_argument
@click.option("--scan", is_flag=True, help="Compare every row with the server, even where its change feed would do.")
@click.option("--confirm-deletions", is_flag=True, help="Submissions missing on the server are really gone.")
@as_json
@click.pass_context
def pull(
    context: click.Context, stages: tuple[str, ...], scan: bool, confirm_deletions: bool, json_wanted: bool
) -> None:
    """Bring what is new on the servers into the archive; all stages, or those named."""
    report = daily.run_pull(Path(context.obj), Screen(json_wanted), stages, confirm=confirm_deletions, scan=scan)
    end(report, json_wanted)


@click.command()
@stages_argument
@click.option("--rebuild", is_flag=True, help="Decode everything again from the archive; the rows are the same.")
@as_json
@click.pass_context
def build(context: click.Context, stages: tuple[str, ...], rebuild: bool, json_wanted: bool) -> None:
    """Make typed answers, reporting views, people, plans and findings of what the archive holds."""
    end(daily.run_build(Path(context.obj), Screen(json_wanted), stages, rebuild=rebuild), json_wanted)


@click.command()
@stages_argument
@click.option("--rebuild", is_flag=True, help="Decode everything again from the archive.")
@click.option("--scan", is_flag=True, help="Compare every row with the server, even where its change feed would do.")
@as_json
@click.pass_context
def run(context: click.Context, stages: tuple[str, ...], rebuild: bool, scan: bool, json_wanted: bool) -> None:
    """Pull, build, link people, judge: the whole daily job, ending in books that balance."""
    report = daily.run_all(Path(context.obj), Screen(json_wanted), stages, rebuild=rebuild, scan=scan)
    end(report, json_wanted)


@click.command("write-back")
@stages_argument
@click.option("--dry-run", is_flag=True, help="Only look: say what would be written, and leave everything as it is.")
@click.option(
    "--take-over", is_flag=True, help="Another installation wrote there until now: it is refused from now on."
)
@as_json
@click.pass_context
def write_back(
    context: click.Context, stages: tuple[str, ...], dry_run: bool, take_over: bool, json_wanted: bool
) -> None:
    """Put submissions that wait here on hold on their server, and lift that again; never over a person's word."""
    folder, screen = Path(context.obj), Screen(json_wanted)
    if dry_run:
        report = look_ahead(folder, screen, stages, take_over=take_over)
    else:
        report = daily.run_write_back(folder, screen, stages, take_over=take_over)
    if json_wanted:
        print_json(report.document())
    else:
        _show_written_back(report.forms, is_dry_run=dry_run)
    raise SystemExit(report.exit_code)


@click.command()
@as_json
@click.pass_context
def status(context: click.Context, json_wanted: bool) -> None:
    """Show the books after the last run, what waits for a person, and the last runs. Changes nothing."""
    standing = read_status(Path(context.obj), Screen(quiet=True))
    if json_wanted:
        print_json(standing.document())
        return
    show_books(standing.report)
    _show_waiting(standing)
    print_table(
        "Last runs",
        ("started (UTC)", "command", "outcome", "rows written", "message"),
        [
            (f"{r.started_at:%Y-%m-%d %H:%M}", r.command, r.outcome, r.counts.get("rows_written"), r.message)
            for r in standing.runs
        ],
        right=(3,),
    )


def _show_waiting(standing: Standing) -> None:
    for deployment, count in standing.pending_deletions.items():
        click.echo(
            f"{deployment}: {count} submissions are gone from the server at once and wait for you. "
            "If it is true: retour archive confirm-deletions"
        )
    _show_edited_after_approval(standing.report)
    aside = sum(b.set_aside - b.dismissed for b in standing.report.books)
    if aside:
        click.echo(f"{aside} submissions are set aside and wait for you: retour queue list")


def _show_written_back(forms: Sequence[WrittenBack], *, is_dry_run: bool = False) -> None:
    """One line per form where anything was written or refused."""
    for form in forms:
        if form.written:
            counts = ((form.held, "put on hold"), (form.lifted, "holds lifted"), (form.approved, "approved"))
            parts = ", ".join(f"{count} {what}" for count, what in counts if count)
            click.echo(f"{form.deployment}: on the server {'would be' if is_dry_run else 'now'}: {parts}.")
        if form.theirs:
            click.echo(f"{form.deployment}: on {form.theirs} submissions a person's own word stands against ours.")
        if form.gone:
            click.echo(f"{form.deployment}: {form.gone} submissions are not on the server any more; next: retour pull")
        if form.reason:
            click.echo(f"NOT WRITTEN BACK {form.reason}", err=True)
    if not any(form.written or form.reason for form in forms):
        click.echo("No status on a server has to change.")


def _show_edited_after_approval(report: Report) -> None:
    for book in report.books:
        ids = book.edited_after_approval
        if ids:
            shown = ", ".join(ids[:SHOWN]) + (" …" if len(ids) > SHOWN else "")
            click.echo(
                f"{book.deployment}: {len(ids)} submissions were edited after they were approved, and the server still "
                f"calls them approved (id there: {shown}). Look at them, and approve them again or not."
            )


def end(report: Report, json_wanted: bool) -> None:
    """The report, and the exit code it leads to."""
    if json_wanted:
        print_json(report.document())
    else:
        show_report(report)
    raise SystemExit(report.exit_code)


def show_report(report: Report) -> None:
    """The books, then in one sentence what was written and whether all is well."""
    show_books(report)
    for path, count in sorted(report.unknown_choices.items()):
        click.echo(f"{count} answers to '{path}' are not in the choice list of their form edition; they are kept.")
    _show_edited_after_approval(report)
    for book in report.books:
        if book.reason:
            click.echo(f"INCOMPLETE {book.reason}", err=True)
    if report.written_back:
        _show_written_back(report.written_back)
    if report.rows_written == 0:
        click.echo("Nothing was new: no row was written.")
    else:
        click.echo("1 row was written." if report.rows_written == 1 else f"{report.rows_written} rows were written.")
    click.echo("The books balance." if report.is_balanced else "THE BOOKS DO NOT BALANCE: run 'retour doctor'.")


def show_books(report: Report) -> None:
    """One line per deployment."""
    if not report.books:
        click.echo(f"{report.programme}: nothing is deployed yet. Next: retour forms deploy")
        return
    title = report.programme + (" · SYNTHETIC DATA" if report.is_synthetic else "")
    columns = ("form", "server", "archived", "decoded", "set aside", "deleted", "new", "edited", "files", "")
    names = ("server", "archived", "decoded", "set_aside", "deleted", "new", "edited", "files")
    rows = [
        (
            b.deployment,
            *("?" if getattr(b, n) is None else getattr(b, n) for n in names),
            _mark(b),
        )
        for b in report.books
    ]
    print_table(title, columns, rows, right=range(1, 9))
    for line in report.people.lines() if report.people else ():
        click.echo(line)
    show_findings(report)


def show_findings(report: Report) -> None:
    """In French: the sums and the overrides in force, then each broken rule on one line."""
    if report.findings is None or not report.findings.counts:
        return
    judged = report.linked.judged if report.linked else None
    for line in report.findings.lines():
        click.echo(line)
    if judged and (judged.newly_broken or judged.mended):
        click.echo(f"Depuis la dernière fois : {judged.newly_broken} de plus non respectées, {judged.mended} réglées.")
    columns = ("règle", "ce qu'elle demande", "gravité", "non respectées", "respectées")
    print_table("Règles non respectées", columns, report.findings.rows(), right=(3, 4))


def _mark(book: Books) -> str:
    if not book.is_balanced:
        return "does not balance"
    if book.reason:
        return "incomplete"
    return "to build" if book.to_build else "balanced"
