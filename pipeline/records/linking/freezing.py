"""A new version of the model for the records an office has now: how many, which names are common, which places."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from ...model.linkage import Evidence
from .prepare import as_table, prepare
from .reading import SPREADS, read_model

SHIPPED_AS_RECORDS = 1000
"""The shipped frequencies count as this many records beside the office's own: they fade as it grows."""

_LEVELS_OF = {
    "village": ("place", ("village", "village_close")),
    "commune": ("place", ("commune", "commune_other_village")),
    "batch": ("batch", ("same",)),
}
"""Whose chance agreement is in proportion to how spread the records are over villages, communes and batches."""


def freeze(
    document: Mapping[str, Any], aliases_csv: str, records: Iterable[Evidence] | pa.Table, version: str
) -> dict[str, Any]:
    """The document of a new version, with the same weights, frozen for these records; nothing in it names a person.

    Args:
        records: all of the office's; below two of them only the version changes.
        version: what decisions will be recorded under.

    Raises:
        SetupError: the document or the aliases are wrong.
    """
    model = read_model(document, aliases_csv)
    frozen = deepcopy(dict(document)) | {"version": version}
    prepared = prepare(model, as_table(records))
    count = prepared.num_rows
    if count < 2:
        return frozen
    frozen["records"] = count
    shipped = model.frequencies
    frozen["frequencies"] = {
        "surname": _shares([prepared["surname"]], shipped.surname, shipped.rare),
        "given": _shares([prepared["name1"], prepared["name2"]], shipped.given, shipped.rare),
    }
    # Villages of one name lie in many communes: every town has its "Secteur 1".
    places = {"village": pc.add(prepared["commune"], prepared["code_village"])}
    for name in SPREADS:
        _spread(frozen, name, places[name] if name in places else prepared[name])
    return frozen


def _shares(columns: list[Any], shipped: Mapping[str, float], rare: float) -> dict[str, float]:
    """Share of records by name, the commonest first; names as rare as those the table lacks are left out."""
    counts: dict[str, int] = {}
    for column in columns:
        for entry in pc.value_counts(pc.drop_null(column)).to_pylist():
            counts[entry["values"]] = counts.get(entry["values"], 0) + entry["counts"]
    total = len(pc.drop_null(columns[0])) + SHIPPED_AS_RECORDS
    shares = {
        name: round((counts.get(name, 0) + SHIPPED_AS_RECORDS * shipped.get(name, 0.0)) / total, 7)
        for name in {*counts, *shipped}
    }
    kept = ((name, share) for name, share in shares.items() if share > rare)
    return dict(sorted(kept, key=lambda entry: (-entry[1], entry[0])))


def _spread(frozen: dict[str, Any], name: str, column: Any) -> None:
    """How likely two records agree by chance on a column; the levels that agree on it follow in proportion."""
    said = pc.drop_null(column)
    if len(said) < 2:
        return
    counts = pc.value_counts(said).field("counts").cast(pa.float64())
    pairs = pc.sum(pc.multiply(counts, pc.subtract(counts, 1.0))).as_py() / (len(said) * (len(said) - 1.0))
    shipped = frozen["spread"][name]
    # One agreement in as many pairs as there could be counts as seen, so that nothing becomes impossible.
    share = min(max(pairs, 1e-5), 1.0)
    frozen["spread"] = frozen["spread"] | {name: share}
    field, levels = _LEVELS_OF[name]
    for level in levels:
        entry = frozen["comparisons"][field][level]
        frozen["comparisons"][field][level] = entry | {"u": min(entry["u"] * share / shipped, 1.0)}
