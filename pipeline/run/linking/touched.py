"""What a linking changed, as far as rules are concerned: whose cases may be other ones now."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Touched:
    """Subjects whose cases may have changed, now or by what they were before.

    Attributes:
        everything: nobody can say what changed; all cases count as touched.
        persons: keys of people whose life was made again.
        plans: codes of plans that were made again.
        communes: of those plans, before and now.
        told_in: communes whose people told other things in counselling than before.
    """

    everything: bool = False
    persons: set[str] = field(default_factory=set)
    plans: set[str] = field(default_factory=set)
    meetings: set[str] = field(default_factory=set)
    sessions: set[str] = field(default_factory=set)
    communes: set[str] = field(default_factory=set)
    told_in: set[str] = field(default_factory=set)
