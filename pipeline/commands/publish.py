"""retour publish: fresh case lists for the tablets."""

from collections.abc import Sequence
from pathlib import Path

import click

from ..run.daily import on_record
from ..run.publishing.publish import Published
from ..run.publishing.publish import publish as publish_lists
from .forms import stages_argument
from .screen import Screen, as_json, print_json, print_table

SEEN = {True: "tablets see them", False: "NOT SEEN BY TABLETS", None: "not verified"}
WORDS = {
    "unchanged": "nothing new",
    "would_send": "would be sent",
    "archived": "archived: not sent",
    "failed": "FAILED",
}


@click.command()
@stages_argument
@click.option("--dry-run", is_flag=True, help="Say what would be sent; ask no server and send nothing.")
@click.option("--now", is_flag=True, help="Do not wait for the window to open.")
@click.option("--take-over", is_flag=True, help="Take projects that another installation keeps up.")
@as_json
@click.pass_context
def publish(
    context: click.Context, stages: tuple[str, ...], dry_run: bool, now: bool, take_over: bool, json_wanted: bool
) -> None:
    """Send fresh case lists to the tablets, where they changed; then read back what tablets will get."""
    with on_record(Path(context.obj), Screen(json_wanted), "publish") as (session, note):
        done = publish_lists(session, stages, now=now, take_over=take_over, dry_run=dry_run)
        code = max((one.exit_code for one in done), default=0)
        note({"published": [one.document() for one in done], "dry_run": dry_run})
        if code:
            note({"outcome": "incomplete"})
    if json_wanted:
        print_json([one.document() for one in done])
    else:
        _print(done)
    raise SystemExit(code)


def _print(done: Sequence[Published]) -> None:
    columns = ("form", "lists", "cases left out", "of no zone", "download per tablet", "outcome")
    rows = [
        (
            one.deployment.key,
            "\n".join(f"{f.name} {f.rows}{' *' if f.name in one.changed else ''}" for f in one.files) or "-",
            one.left_out or "-",
            one.out_of_reach or "-",
            f"{one.download_bytes / 1000:.0f} kB" if one.download_bytes else "-",
            _outcome(one),
        )
        for one in done
    ]
    print_table("", columns, rows)
    sent = [one for one in done if one.outcome in ("sent", "would_send")]
    for zone in dict.fromkeys(one.deployment.zone for one in sent):
        size = sum(one.download_bytes for one in sent if one.deployment.zone == zone)
        click.echo(
            f"Zone {zone}: {size / 1000:.0f} kB for a tablet with all of its forms; then 'Get blank form' again."
        )
    for one in done:
        if one.reason:
            click.echo(f"{one.deployment.key}: {one.reason}")


def _outcome(one: Published) -> str:
    if one.outcome == "sent":
        return f"sent, {SEEN[one.seen]}"
    if one.not_before:
        return f"waits until {one.not_before:%Y-%m-%d %H:%M} UTC (--now)"
    return WORDS[one.outcome]
