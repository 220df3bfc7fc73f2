"""A reproducible sample of hand-over certificates, to ask their receivers whether it is so."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from sqlalchemy import Connection

from ...errors import SetupError
from ...model.person import Person
from ...planning.callback import Receiver, headings, rows_of, write_rows
from ...planning.sample import certificates, draw
from ...registry.listing import handed_over
from ...registry.people import read_people
from ..judging.casebook import open_casebook
from ..session import open_session
from ..telling import Telling
from ..wording import read_labels


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sample.

    Attributes:
        titles / rows: what the list holds, without the empty columns for answers: ``rows`` are as long as each other.
        drawn / of: certificates in the sample and in all.
    """

    titles: Sequence[str]
    rows: Sequence[Sequence[str]]
    drawn: int
    of: int
    with_names: bool


def sample_certificates(folder: Path, telling: Telling, share: Decimal, seed: str, file: Path | None) -> Drawn:
    """Certificates drawn by the seed, in ``file`` with room for the answers where one is named; the database stays.

    Args:
        share: above 0 and up to 1.

    Raises:
        SetupError: no seed, the programme's lists are missing or wrong, or the file.
    """
    if not seed.strip():
        raise SetupError("--seed", "is empty.", "Name any word, and write it on the list: --seed 2019-T2")
    with open_session(folder, telling, writes=False) as session, session.engine.begin() as connection:
        with_names = session.settings.names.certificates
        label = read_labels(session.settings, connection)
        cases = open_casebook(session, connection).plans(handed_over(connection))
        every = certificates(case.plan for case in cases)
        drawn = draw(every, share, seed)
        who = _receivers(connection, sorted({key for one in drawn for key in one.receivers}), with_names)
    rows = tuple(rows_of(drawn, who, label, with_names=with_names))
    titles = headings(with_names=with_names)
    if file is not None:
        write_rows(file, titles, rows)
    return Drawn(titles[: len(rows[0])] if rows else titles, rows, len(drawn), len(every), with_names)


def _receivers(connection: Connection, keys: Sequence[str], with_names: bool) -> dict[str, Receiver]:
    people = read_people(connection, keys)
    return {one.person_key: _receiver(one) if with_names else Receiver(one.code) for one in people}


def _receiver(one: Person) -> Receiver:
    said = {name: str(known.held.value) for name, known in one.fields.items()}
    name = " ".join(filter(None, (said.get("given_names"), said.get("surname"))))
    return Receiver(one.code, name, said.get("phone", ""))
