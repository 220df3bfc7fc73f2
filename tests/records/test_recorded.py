"""Rows that a real KoBoToolbox server sent, decoded as they came."""

import json
from pathlib import Path

from pipeline.model.decoded import Item
from pipeline.model.form import Form, Question, Repeat
from pipeline.records.decode import Decoder
from pipeline.records.tables import plan_tables

RECORDED = Path(__file__).parent.parent / "recorded" / "kobo"
TYPES = {
    "start": "start",
    "end": "end",
    "today": "today",
    "deviceid": "deviceid",
    "username": "username",
    "hh_id": "text",
    "consent": "select_one",
    "demo/head_name": "text",
    "demo/age": "integer",
    "demo/loc/gps": "geopoint",
    "demo/loc/village": "select_one",
    "crops": "select_multiple",
    "income": "decimal",
    "visit_date": "date",
    "n_members": "calculate",
    "photo": "image",
    "voice": "audio",
    "thanks": "note",
}
REPEATED = {
    "members/m_name": ("text", "members"),
    "members/m_age": ("integer", "members"),
    "members/visits/v_note": ("text", "members/visits"),
}
FORM = Form(
    "hh",
    "Household",
    "2024-01",
    tuple(Question(path, kind) for path, kind in TYPES.items())
    + tuple(Question(path, kind, repeat) for path, (kind, repeat) in REPEATED.items()),
    (Repeat("members"), Repeat("members/visits", "members")),
)
DECODER = Decoder("hh", FORM, plan_tables("hh", FORM))


def recorded_rows(name):
    """The data list's rows as items."""
    rows = json.loads((RECORDED / name).read_text(encoding="utf-8"))["response"]["body"]["json"]["results"]
    return [
        Item(
            row["meta/rootUuid"],
            row.get("meta/instanceID", ""),
            row["_id"],
            "d",
            "z",
            "",
            None,
            json.dumps(row).encode(),
        )
        for row in rows
    ]


def test_the_servers_own_rows_are_decoded_whole():
    """Everything the server keeps beside the answers is known, and nested repeats keep their parents."""
    items = recorded_rows("122-data-list.json")
    decoded = DECODER.decode(items)
    sent = [json.loads(item.body) for item in items]
    assert decoded.set_aside == []
    assert len(decoded.rows["hh__members"]) == sum(len(one.get("members", ())) for one in sent)
    visits = [visit for one in sent for member in one.get("members", ()) for visit in member.get("members/visits", ())]
    assert len(decoded.rows["hh__members__visits"]) == len(visits)
    assert len(decoded.rows["hh__crops"]) == sum(len(one.get("crops", "").split()) for one in sent)


def test_supplements_beside_a_row_do_not_disturb():
    """A transcript added on the server is no question of the form."""
    assert DECODER.decode(recorded_rows("324-supplement-data.json")).decoded_count == 1


def test_the_encrypted_shape_is_recognised():
    """Such a row has no answer to read; it must not look like a submission with every question blank."""
    [one] = DECODER.decode(recorded_rows("346-enc-data.json")).set_aside
    assert one.reason == "encrypted"
