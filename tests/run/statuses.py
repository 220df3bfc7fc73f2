"""What the office and the pipeline say on the practice server about each submission."""

from .ground import TOKEN

CODE = "validation_status_"
BROKEN = "<full_name>Canarie ZZOUNGRANA</full_name><children>trois</children>"


def rows_of(ground, zone="centre"):
    """The rows of a project as its server shows them, by root uuid."""
    rows = ground.ask("GET", f"assets/{ground.uid(zone)}/data/?format=json&limit=1000").json()["results"]
    return {row["meta/rootUuid"]: row for row in rows}


def status_of(ground, root, zone="centre"):
    """(code, by whom) of one submission; ('', '') for none."""
    status = rows_of(ground, zone)[root]["_validation_status"]
    return (status.get("uid", "").removeprefix(CODE), status.get("by_whom", ""))


def decide(ground, root, code, token=TOKEN, zone="centre"):
    """Somebody sets a status in the browser; '' takes it away."""
    path = f"assets/{ground.uid(zone)}/data/{root.removeprefix('uuid:')}/validation_status/"
    if code:
        ground.ask("PATCH", path, token=token, json={"validation_status.uid": f"{CODE}{code}"})
    else:
        ground.ask("DELETE", path, token=token)


def write_back(ground, *arguments):
    """``retour write-back`` that must succeed; the counts of its forms by deployment."""
    return {form["deployment"]: form for form in ground.done("write-back", "--json", *arguments).document["forms"]}


def counts(form):
    """Held, lifted, approved, left to a person, gone."""
    return tuple(form[name] for name in ("held", "lifted", "approved", "theirs", "gone"))
