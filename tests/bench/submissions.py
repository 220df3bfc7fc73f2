"""Made-up submissions as KoBoToolbox's data list gives them: seeded, about 3.1 KB each, no person's data in them."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from .questionnaire import LISTS, questions, sale_questions

UID = "aBench0000000000000000"
VERSION = "vBench0000000000000001"
SPARSE = 0.15
POOL = 1024
BLOCK = 1000
FIRST_DAY = date(2025, 1, 6)
WORDS = ("grain", "millet", "marché", "panier", "tissu", "couture", "moto", "pièce", "atelier", "étal", "riz", "huile")


@dataclass(frozen=True, slots=True)
class Made:
    """One submission: the row of the data list, and the same row under ``fields`` as a fingerprint scan asks it."""

    root_uuid: str
    row: bytes
    fingerprint: bytes


def make(count: int, seed: int = 7) -> Iterator[Made]:
    """``count`` submissions with ids from 1 on; equal seeds give equal bytes."""
    chance = random.Random(seed)
    pools = [(path, _pool(chance, kind, path)) for kind, path in questions()]
    sales = _sales_pool(chance)
    for begin in range(0, count, BLOCK):
        size = min(BLOCK, count - begin)
        columns = [chance.choices(pool, k=size) for _, pool in pools]
        columns.append(chance.choices(sales, k=size))
        for offset, answers in enumerate(zip(*columns, strict=True)):
            yield _made(chance, begin + offset + 1, b"".join(answers))


def _made(chance: random.Random, number: int, answers: bytes) -> Made:
    uuid = str(UUID(int=chance.getrandbits(128), version=4))
    received = datetime(2025, 1, 6, 6) + timedelta(seconds=number * 37)
    attachments = [_attachment(chance, number, question) for question in ("front_photo", "stock_photo")]
    files = b'"_attachments":' + _json(attachments)
    head = b'{"_id":%d,"formhub/uuid":"5b1f7f3c2a9e4d0f8c6b7a1e3d5f9a2b",' % number
    names = b'"__version__":"%b","meta/instanceID":"uuid:%b","meta/rootUuid":"uuid:%b",' % (
        VERSION.encode(),
        uuid.encode(),
        uuid.encode(),
    )
    beside = b'"_uuid":"%b",%b,"_validation_status":{}' % (uuid.encode(), files)
    tail = b',"_xform_id_string":"%b","_status":"submitted_via_web","_geolocation":[null,null],' % UID.encode()
    tail += b'"_submission_time":"%b","_submitted_by":"bench"}' % received.isoformat().encode()
    fingerprint = b'{"_id":%d,"meta/rootUuid":"uuid:%b",%b}' % (number, uuid.encode(), beside)
    return Made(f"uuid:{uuid}", head + answers + names + beside + tail, fingerprint)


def _attachment(chance: random.Random, number: int, question: str) -> dict[str, object]:
    """The server trashed the files themselves (``is_deleted``): no contender downloads any, all store the metadata."""
    uid = f"att{chance.getrandbits(80):020x}"
    name = f"{question}-{number}.jpg"
    return {
        "download_url": f"http://127.0.0.1/api/v2/assets/{UID}/data/{number}/attachments/{uid}/",
        "mimetype": "image/jpeg",
        "filename": f"bench/attachments/5b1f7f3c2a9e/{name}",
        "media_file_basename": name,
        "uid": uid,
        "question_xpath": question,
        "is_deleted": True,
    }


def _pool(chance: random.Random, kind: str, path: str) -> list[bytes]:
    """Answers of one question as pieces of JSON; some are empty, as skipped questions are absent."""
    never_empty = path in ("start", "end", "today")
    return [
        b"" if not never_empty and chance.random() < SPARSE else _json({path: _answer(chance, kind)})[1:-1] + b","
        for _ in range(POOL)
    ]


def _sales_pool(chance: random.Random) -> list[bytes]:
    """The repeat with 0 to 6 rows."""
    found = []
    for _ in range(POOL):
        rows = [
            {path: _answer(chance, kind) for kind, path in sale_questions() if chance.random() > SPARSE}
            for _ in range(chance.randint(0, 6))
        ]
        found.append(_json({"sales": rows})[1:-1] + b"," if rows else b"")
    return found


def _answer(chance: random.Random, kind: str) -> str:
    day = FIRST_DAY + timedelta(days=chance.randrange(600))
    clock = f"{chance.randrange(6, 19):02}:{chance.randrange(60):02}:{chance.randrange(60):02}.000+00:00"
    makers = {
        "text": lambda: " ".join(chance.choices(WORDS, k=chance.randint(2, 6))),
        # Counts and ages, or amounts in francs, which people round.
        "integer": lambda: str(chance.choice((chance.randrange(60), chance.randrange(1000) * 250))),
        "decimal": lambda: f"{chance.randrange(100_000) / 100:.2f}",
        "select_one": lambda: chance.choice(LISTS["answer_list"]),
        "select_multiple": lambda: " ".join(chance.sample(LISTS["reason_list"], chance.randint(1, 5))),
        "date": day.isoformat,
        "today": day.isoformat,
        "start": lambda: f"{day}T{clock}",
        "end": lambda: f"{day}T{clock}",
        "geopoint": lambda: f"{12 + chance.random():.6f} {-1 - chance.random():.6f} 300.0 {chance.randint(2, 9)}.5",
        "image": lambda: f"{chance.getrandbits(40):010x}.jpg",
    }
    return makers[kind]()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
