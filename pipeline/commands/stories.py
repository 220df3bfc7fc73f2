"""retour person, retour plan: the whole story of one case in the terminal, and where each fact came from."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from ..run.stories import PersonStory, read_person, read_plan
from .screen import Screen, as_json, print_json, print_table

Row = Mapping[str, Any]
STANDINGS = {
    "registered": "enregistrée",
    "provisional": "à confirmer (retour link review)",
    "unregistered": "jamais enregistrée",
}
STATES = {"linked": "liée", "in_review": "à confirmer", "parked": "en attente", "unidentifiable": "non identifiable"}
MENTION = {"le": "said_on", "rôle": "role", "où elle est allée": "state", "par": "how", "bits": "weight"}
EVENT = {"le": "happened_on", "quoi": "kind", "détail": "detail"}
STAY = {"rôle": "role", "depuis": "since", "jusqu'au": "until"}
VERSION = {"version": "number", "par": "made_by", "le": "made_on", "total": "total", "tablette": "tablet_total"}
CHANGE = {"version": "number", "ligne": "line", "quoi": "field", "avant": "before", "après": "after"}
PERSON_TABLES = (
    ("Parcours", "events", EVENT | {"plan": "plan_code"}),
    ("Plans", "memberships", {"plan": "plan_code"} | STAY),
)
PLAN_TABLES = (
    ("Membres", "members", {"personne": "person_key"} | STAY),
    ("Versions (XOF)", "versions", VERSION | {"apports": "contribution_total"}),
    ("Ce qui a changé", "changes", CHANGE),
    ("Parcours", "events", EVENT),
)


@click.command()
@click.argument("code")
@click.option("--identified", is_flag=True, help="Also who it is: names, phones, codes. Look around you first.")
@as_json
@click.pass_context
def person(context: click.Context, code: str, identified: bool, json_wanted: bool) -> None:
    """Tell the story of whoever has that CODE (of a card, of a list, or the random key of the reports)."""
    found = read_person(Path(context.obj), Screen(quiet=True), code)
    if json_wanted:
        print_json([one.document(identified=identified) for one in found])
        return
    if len(found) > 1:
        click.echo(f"{len(found)} personnes utilisent ce code : à décider avec 'retour link review'.")
    for one in found:
        _show_person(one, identified)


@click.command()
@click.argument("code")
@as_json
@click.pass_context
def plan(context: click.Context, code: str, json_wanted: bool) -> None:
    """Tell the story of the plan with that CODE: members, versions with what changed, events. No name."""
    rows = read_plan(Path(context.obj), Screen(quiet=True), code)
    if json_wanted:
        print_json(rows)
        return
    (one,) = rows["plan"]
    click.echo(" · ".join(filter(None, (one["plan_code"], one["kind"], one["sector"], one["commune"]))))
    if one["parked_since"]:
        click.echo(f"En attente depuis le {one['parked_since']:%Y-%m-%d} : personne n'a encore monté ce plan.")
    for title, part, columns in PLAN_TABLES:
        _table(title, rows[part], columns)


def _show_person(one: PersonStory, identified: bool) -> None:
    click.echo(f"{one.person.person_key} · personne {STANDINGS[one.person.standing]}")
    if identified:
        _show_identity(one)
    for title, part, columns in PERSON_TABLES:
        _table(title, one.rows[part], columns)
    rows = [row | {"state": STATES[row["state"]]} for row in one.rows["mentions"]]
    _table("Mentions", rows, MENTION | ({"code": "code"} if identified else {}))


def _show_identity(one: PersonStory) -> None:
    others = f" (aussi : {', '.join(one.person.aliases)})" if one.person.aliases else ""
    click.echo(f"code {one.person.code}{others}")
    rows = [
        (
            name if place == 0 else "",
            _written(said.value),
            said.origin.stage,
            _short(said.origin.root_uuid),
            said.question,
        )
        for name, known in one.person.fields.items()
        for place, said in enumerate((known.held, *known.others))
    ]
    columns = ("quoi", "valeur", "étape", "fiche", "question")
    print_table("Ce qu'on sait (la première valeur est retenue)", columns, rows)


def _table(title: str, rows: Sequence[Row], columns: Mapping[str, str]) -> None:
    """The rows, each with its submission where it has one: the stage, and enough of the root uuid to find it."""
    if not rows:
        return
    has_origin = "root_uuid" in rows[0]
    shown = [[_written(row[name]) for name in columns.values()] for row in rows]
    if has_origin:
        shown = [[*cells, row["stage"], _short(row["root_uuid"])] for cells, row in zip(shown, rows, strict=True)]
    print_table(title, (*columns, "étape", "fiche") if has_origin else tuple(columns), shown)


def _written(value: Any) -> str:
    if value == date.min:
        return "jour inconnu"
    if isinstance(value, float):
        return f"{value:+.1f}"
    return "" if value is None else str(value)


def _short(root_uuid: str) -> str:
    return root_uuid.removeprefix("uuid:")[:8]
