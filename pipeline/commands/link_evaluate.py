"""retour link evaluate: how well a model tells the people of a labelled file apart."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from ..run.linking.evaluate import Engine, Judged, evaluate_file
from .screen import Screen, as_json, print_json, print_table


@click.command()
@click.argument("file", type=click.Path(dir_okay=False))
@click.option("--map", "mapping", multiple=True, metavar="COLUMN=HEADING", help="A column that is called otherwise.")
@click.option("--as-is", is_flag=True, help="Leave the model's number of records and its frequencies as they are.")
@click.option(
    "--engine",
    type=click.Choice(["duckdb", "spark"]),
    default="duckdb",
    show_default=True,
    help="What weighs the pairs.",
)
@as_json
@click.pass_context
def evaluate(
    context: click.Context, file: str, mapping: tuple[str, ...], as_is: bool, engine: Engine, json_wanted: bool
) -> None:
    """Link a labelled CSV file and compare with its column true_id: precision, recall, what a person is asked.

    Columns: record_id, surname, given_names, sex, birth_date, birth_precision, phone, commune, village,
    father_given, mother_given, arrival_batch, true_id. Cells may be empty, and all columns but true_id missing.
    """
    judged = evaluate_file(
        Path(context.obj), Screen(json_wanted), Path(file), named=_mapping(mapping), as_is=as_is, engine=engine
    )
    if json_wanted:
        print_json(_document(judged))
    else:
        _show(judged)


def _mapping(texts: tuple[str, ...]) -> dict[str, str]:
    named = {}
    for text in texts:
        column, equals, heading = text.partition("=")
        if not equals or not column or not heading:
            raise click.UsageError(f"--map {text}: write our column, '=' and the file's heading, as surname=Nom.")
        named[column] = heading
    return named


def _show(judged: Judged) -> None:
    found, model = judged.evaluation, judged.model
    rows = [
        ("automatic, after grouping", *_three(found.automatic), f"{found.pure:.4f}"),
        ("and every question answered", *_three(found.reviewed), f"{found.pure_reviewed:.4f}"),
        (f"single pairs from {model.upper:+.1f} bits", *_three(found.upper), ""),
        (f"single pairs from {model.lower:+.1f} bits", *_three(found.lower), ""),
        ("pairs compared at all", "", f"{found.blocking.recall:.4f}", "", ""),
    ]
    title = f"{found.records:,} records of {found.people:,} people, {found.automatic.true:,} true pairs"
    print_table(title, ("", "precision", "recall", "F1", "groups of one person"), rows, right=(1, 2, 3, 4))
    click.echo(
        f"Asked: {found.asked:,} questions = {_share(found.asked, found.records)} of the records, "
        f"{_share(found.in_review, found.records)} of them stand in one; "
        f"{found.asked_a_month:.1f} a month for 900 arrivals in 18 months."
    )
    groups = [(g.name, f"{g.true:,}", f"{g.automatic:.3f}", f"{g.reviewed:.3f}") for g in found.groups]
    print_table("", ("recall of", "true pairs", "automatic", "with answers"), groups, right=(1, 2, 3))
    if found.lost:
        click.echo("Lost after all: " + ", ".join(f"{name} {count:,}" for name, count in found.lost[:8]))
    frozen = "frozen for this file" if judged.frozen else "as it is"
    click.echo(f"Model {model.version} ({frozen}), {judged.engine}: weighed in {judged.seconds:.2f} s.")
    if judged.ignored:
        click.echo(f"Not read: {', '.join(judged.ignored)}.")


def _three(quality: Any) -> tuple[str, str, str]:
    return f"{quality.precision:.4f}", f"{quality.recall:.4f}", f"{quality.f1:.4f}"


def _share(count: int, total: int) -> str:
    return f"{count / total:.2%}" if total else "0 %"


def _document(judged: Judged) -> dict[str, Any]:
    found, model = judged.evaluation, judged.model
    qualities = {
        name: {
            "precision": getattr(found, name).precision,
            "recall": getattr(found, name).recall,
            "f1": getattr(found, name).f1,
        }
        for name in ("automatic", "reviewed", "upper", "lower")
    }
    return {
        "records": found.records,
        "people": found.people,
        "true_pairs": found.automatic.true,
        "blocking_recall": found.blocking.recall,
        **qualities,
        "groups_of_one_person": {"automatic": found.pure, "reviewed": found.pure_reviewed},
        "review": {
            "questions": found.asked,
            "questions_share": found.asked / found.records,
            "records_in_review_share": found.in_review / found.records,
            "questions_a_month": found.asked_a_month,
        },
        "recall_by": [asdict(group) for group in found.groups],
        "lost": dict(found.lost),
        "model": {"version": model.version, "frozen_for_this_file": judged.frozen, "records": model.records}
        | {"upper": model.upper, "lower": model.lower},
        "engine": judged.engine,
        "seconds": judged.seconds,
        "ignored": judged.ignored,
    }
