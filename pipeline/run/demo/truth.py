"""What the linking made of the demo's people: only here is it known who is who, because the demo made them up."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from ...simulation.mess import AGAIN
from ..session import open_session
from ..telling import Telling

WENT = "SELECT root_uuid, person_key, state FROM registry.mention WHERE role = 'registered'"


@dataclass(frozen=True, slots=True)
class Duplicates:
    """People who were registered twice on purpose.

    Attributes:
        made: how many.
        linked: both registrations are one person.
        asked: they are not, and one of them waits for somebody to say who it is.
        wrong: people who are the registrations of several people.
    """

    made: int
    linked: int
    asked: int
    wrong: int

    def line(self) -> str:
        """For people, in French."""
        missed = self.made - self.linked - self.asked
        return (
            f"Doublons mis dans les données : {self.made}. Retrouvés : {self.linked} liés d'office, {self.asked} à "
            f"confirmer ; {missed} manqués. Personnes réunies à tort : {self.wrong}."
        )


def find_duplicates(folder: Path, telling: Telling, registered: Mapping[str, str]) -> Duplicates:
    """How many of the people registered twice were found.

    Args:
        registered: root uuid of each registration that is still there, by its key in the story.
    """
    with open_session(folder, telling, writes=False) as session, session.engine.connect() as connection:
        went = {root: (key, state) for root, key, state in connection.execute(text(WENT))}
    twice = [
        (went[registered[key.removesuffix(AGAIN)]], went[root])
        for key, root in registered.items()
        if key.endswith(AGAIN) and root in went and registered.get(key.removesuffix(AGAIN)) in went
    ]
    linked = sum(one[0] == other[0] for one, other in twice)
    asked = sum(one[0] != other[0] and "in_review" in (one[1], other[1]) for one, other in twice)
    people = {(went[root][0], key.removesuffix(AGAIN)) for key, root in registered.items() if root in went}
    several = Counter(person_key for person_key, _ in people)
    return Duplicates(len(twice), linked, asked, sum(count > 1 for count in several.values()))
