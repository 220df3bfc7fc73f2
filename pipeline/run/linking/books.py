"""The books of people in a run's report: every mention went somewhere; how many people are still to be confirmed."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from ...registry import marks
from ...registry.counting import Counted, count_people
from ...warehouse.bookkeeping import build_marks


@dataclass(frozen=True, slots=True)
class PeopleBooks:
    """Like an account: mentions = linked (of which founded a person) + in review + parked + unidentifiable.

    Attributes:
        unread: submissions that are decoded and were not read for people, where linking is up to date.
        parked_days: age of the oldest parked mention; None where none is parked.
    """

    counted: Counted
    unread: int
    parked_days: int | None

    @property
    def is_balanced(self) -> bool:
        """Every mention went somewhere, and every decoded submission was read."""
        c = self.counted
        return self.unread == 0 and c.mentions == c.linked + c.in_review + c.parked + c.unidentifiable

    def document(self) -> dict[str, Any]:
        """For machines."""
        found = asdict(self.counted) | {"unread": self.unread, "parked_days": self.parked_days}
        del found["submissions"]
        since = self.counted.parked_since
        found["parked_since"] = since.isoformat() if since else None
        return found | {"balanced": self.is_balanced}

    def lines(self) -> list[str]:
        """For people, in French: who there is, then where the mentions went."""
        c = self.counted
        if not c.mentions:
            return []
        age = "" if self.parked_days is None else f", la plus ancienne depuis {self.parked_days} jours"
        return [
            f"{c.persons} personnes, dont {c.to_confirm} à confirmer et {c.unregistered} jamais enregistrées.",
            f"{c.mentions} mentions = {c.linked} liées (dont {c.founded} ont fondé une personne) + {c.in_review} à "
            f"confirmer + {c.parked} en attente{age} + {c.unidentifiable} non identifiables.",
        ]


def read_people_books(connection: Connection, decoded: Mapping[str, int], now: datetime) -> PeopleBooks:
    """The books of people now.

    Args:
        decoded: submissions decoded, by deployment, of all stages that linking may read.
    """
    counted = count_people(connection)
    current = _up_to_date(connection, decoded)
    unread = sum(abs(decoded[key] - counted.submissions.get(key, 0)) for key in current)
    since = counted.parked_since
    return PeopleBooks(counted, unread, (now - since).days if since else None)


def _up_to_date(connection: Connection, deployments: Iterable[str]) -> list[str]:
    """Deployments that were linked after they were last built."""
    found = []
    for key in deployments:
        linked = marks.marks(connection, key)
        built = build_marks(connection, key)
        if linked and built.items() <= linked.items():
            found.append(key)
    return found
