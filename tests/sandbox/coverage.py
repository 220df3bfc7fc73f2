"""Which recordings the sandbox is held to, where it deviates and why, and the page that says so."""

import re
from collections.abc import Iterable
from urllib.parse import unquote

from .recordings import Recording, load

NOT_COVERED = {
    (48, 48): "the form as a workbook (`.xls`)",
    (54, 54): "form snapshots",
    (61, 61): "form snapshots",
    (68, 68): "form snapshots",
    (75, 75): "form snapshots",
    (82, 82): "form snapshots",
    (164, 164): "GeoJSON",
    (223, 223): "Enketo",
    (275, 278): "REST hooks",
    (282, 286): "REST hooks",
    (296, 309): "exports",
    (312, 314): "paired data",
    (317, 318): "paired data",
    (319, 320): "transcripts and translations",
    (322, 323): "transcripts and translations",
    (328, 328): "GeoJSON",
    (353, 354): "usage counters",
    (357, 357): "access logs",
    (358, 359): "Briefcase",
    (380, 380): "an upload of 11 MB, whose body was not kept",
    (385, 385): "two posts at once (tested apart: `test_openrosa.py`)",
    (386, 389): "a project whose rows nobody recorded",
    (413, 418): "ownership transfer",
    (419, 421): "a second server whose rows nobody recorded",
}
_EXTRAS = "export settings, transcripts and paired data are not covered, so their traces are missing"
DEVIATIONS = {
    65: "forms are compiled by pyxform alone; ODK Validate is left to `retour forms check`",
    225: "fewer events: the recorded client also polled while nobody recorded",
    310: _EXTRAS,
    311: _EXTRAS,
    315: _EXTRAS,
    324: _EXTRAS,
    339: _EXTRAS,
    349: "a project of the list was imported while nobody recorded, here it is made by JSON",
    350: "a project of the list was imported while nobody recorded, here it is made by JSON",
    372: _EXTRAS,
    375: _EXTRAS,
    381: _EXTRAS,
    382: _EXTRAS,
    393: _EXTRAS,
    395: _EXTRAS,
    400: _EXTRAS,
    405: _EXTRAS,
    412: _EXTRAS,
}
NOTES = (
    "An import is finished when its POST is answered; the poll says `complete` at the first asking.",
    "Attachments have no thumbnails: every size is the original.",
    "402 (a plan's limit) and 503 are not imitated; nothing of them was recorded. Use `--fault`.",
    "Retention of the history and rate limits are not imitated.",
    "gzip is left out, as the real application leaves it to its proxy.",
)


def is_covered(number: int) -> bool:
    """Whether the recording is replayed."""
    return not any(first <= number <= last for first, last in NOT_COVERED)


def covered() -> list[Recording]:
    """All recordings that are replayed, in their order."""
    return [recording for number, recording in load().items() if is_covered(number)]


def endpoint(recording: Recording) -> str:
    """Method and address without ids and parameters."""
    path = unquote(recording.path).partition("?")[0]
    for pattern, word in (
        (r"/(assets|imports|versions|files|attachments|permission-assignments)/[a-z]+[A-Za-z0-9]{20,}", r"/\1/{uid}"),
        (r"/assets/aNONEXISTENT|/assets/\{uid\}(?=\.)", "/assets/{uid}"),
        (r"/attachments/attNOPE", "/attachments/{uid}"),
        (r"/data/(\d+|[0-9a-f-]{36})/", "/data/{id}/"),
        (r"/(forms|xformsManifest)/\d+", r"/\1/{pk}"),
        (r"/xformsMedia/\d+/\d+", "/xformsMedia/{pk}/{pk}"),
        (r"^/alice/", "/{owner}/"),
    ):
        path = re.sub(pattern, word, path)
    return f"{recording.request['method']} {path}"


def page() -> str:
    """docs/sandbox-conformance.md, whole."""
    same = [one for one in covered() if one.number not in DEVIATIONS]
    lines = [
        "# How faithful the sandbox is",
        "",
        "Generated from the replay of recorded requests (`python -m tests.sandbox.coverage`); do not edit.",
        "`tests/sandbox/test_conformance.py` sends each recorded request to the sandbox, in order, and compares status,",
        "media type, keys and kinds of values, and the number of submissions, with what the real server answered",
        "(kpi 2.026.33).",
        "",
        f"{len(same)} recordings are answered alike, {len(DEVIATIONS)} deviate, {_count_not_covered()} are not covered.",
        "",
        "## Endpoints",
        "",
        "| endpoint | recordings | deviating |",
        "|---|---|---|",
        *_endpoint_lines(covered()),
        "",
        "## Deviations",
        "",
        "| recordings | why |",
        "|---|---|",
        *(
            f"| {_numbers(n for n in DEVIATIONS if DEVIATIONS[n] == why)} | {why} |"
            for why in _in_order(DEVIATIONS.values())
        ),
        "",
        "## Not covered",
        "",
        "| recordings | what |",
        "|---|---|",
        *(f"| {_ranges(what)} | {what} |" for what in _in_order(NOT_COVERED.values())),
        "",
        "## Known differences that no recording shows",
        "",
        *(f"- {note}" for note in NOTES),
        "- Collect's settings code was made, decoded again and compared; the server was spoken to as Collect does (HEAD,",
        "  Digest, several POSTs). No phone was at hand.",
    ]
    return "\n".join(lines) + "\n"


def _endpoint_lines(recordings: list[Recording]) -> Iterable[str]:
    by_endpoint: dict[str, list[int]] = {}
    for one in recordings:
        by_endpoint.setdefault(endpoint(one), []).append(one.number)
    for name, numbers in sorted(by_endpoint.items(), key=lambda item: item[0].split(" ")[::-1]):
        yield f"| `{name}` | {len(numbers)} | {_numbers(n for n in numbers if n in DEVIATIONS)} |"


def _numbers(numbers: Iterable[int]) -> str:
    return ", ".join(f"{n:03}" for n in numbers)


def _in_order(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))


def _ranges(what: str) -> str:
    chosen = [span for span, word in NOT_COVERED.items() if word == what]
    return ", ".join(f"{a:03}" if a == b else f"{a:03}–{b:03}" for a, b in chosen)


def _count_not_covered() -> int:
    return sum(last - first + 1 for first, last in NOT_COVERED)


if __name__ == "__main__":
    from .recordings import FILE

    (FILE.parent.parent.parent / "docs" / "sandbox-conformance.md").write_text(page(), encoding="utf-8")
