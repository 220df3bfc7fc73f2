"""The versions of one plan: each with its content, its maker, what changed, and whose decision it inherits."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from ...model.answers import Origin
from ...model.meeting import Decided
from ...model.plan import Draft, Version
from ...model.review import Review
from .content import Content, content_of
from .corrected import with_amendment, with_reviewed_prices
from .difference import difference
from .makers import amendments, corrections, latest_decisions
from .numbering import Numbered, number_versions
from .order import by_arrival


def content_drafts(drafts: Iterable[Draft]) -> Mapping[int, Draft]:
    """What counts of each number: of several drafts (filled in twice) the latest received, by number."""
    found: dict[int, Draft] = {}
    for draft in sorted(drafts, key=lambda d: by_arrival(d.drafted_on, d.received_at, d.origin)):
        found[draft.version] = draft
    return dict(sorted(found.items()))


def versions_of(
    drafts: Sequence[Draft], reviews: Sequence[Review], decisions: Sequence[Decided], persons: Mapping[str, str]
) -> tuple[Version, ...]:
    """Every version of one plan in order of its number; how they are numbered is told in ``numbering``.

    A version made by procurement or the committee has that day and origin, and as content its draft, or, while it has
    none, the version before with the corrected prices or the amendment.

    Args:
        drafts / reviews / decisions: of one plan, in any order.
        persons: person key by mention id.
    """
    drafted = content_drafts(drafts)
    amended, corrected = amendments(decisions, drafted), corrections(reviews, drafted)
    numbered = number_versions(drafted, amended, corrected)
    decided = latest_decisions(decisions, drafted)
    contents: dict[int, Content] = {}
    versions: list[Version] = []
    inherited: dict[int, int] = {}
    for one in numbered:
        contents[one.number] = _content(one, contents, amended, corrected, persons)
        if (source := _inherits(one, decided, corrected, inherited)) is not None:
            inherited[one.number] = source
        before = contents[versions[-1].number] if versions else None
        made = _made(one, amended, corrected)
        versions.append(_version(one, made, contents[one.number], before, source))
    return tuple(versions)


def _content(
    one: Numbered,
    contents: Mapping[int, Content],
    amended: Mapping[int, Decided],
    corrected: Mapping[int, Review],
    persons: Mapping[str, str],
) -> Content:
    if one.draft is not None:
        return content_of(one.draft, persons)
    if one.base is None:  # numbering leaves no version without a draft and without a base
        raise AssertionError(one)
    base = contents[one.base]
    review = corrected.get(one.base)
    if one.made_by == "procurement":
        return with_reviewed_prices(base, corrected[one.base])
    decision = amended[one.base]
    if review is not None and _known_to(decision.meeting.held_on, review):
        base = with_reviewed_prices(base, review)
    return with_amendment(base, decision.decision)


def _known_to(held_on: date | None, review: Review) -> bool:
    """A review of the same day, or of a day nobody knows, counts as known to the committee."""
    return held_on is None or review.reviewed_on is None or review.reviewed_on <= held_on


def _inherits(
    one: Numbered, decided: Mapping[int, Decided], corrected: Mapping[int, Review], inherited: Mapping[int, int]
) -> int | None:
    """The version that was decided about, when what was made of it needs no decision of its own.

    The committee's amendment inherits its decision. Prices are procurement's matter: a corrected version inherits a
    validation of the version it corrects, whichever came first, and also that version's own inheritance; a refusal or
    an adjournment only if the committee knew the review.
    """
    if one.base is None or one.made_by == "committee":
        return one.base
    decision = decided.get(one.base)
    if decision is None:
        return inherited.get(one.base)
    if decision.decision.decision.startswith("validated"):
        return one.base
    return one.base if _known_to(decision.meeting.held_on, corrected[one.base]) else None


def _made(one: Numbered, amended: Mapping[int, Decided], corrected: Mapping[int, Review]) -> tuple[Origin, date | None]:
    """Who says that this version exists, and the day it was made."""
    if one.base is not None and one.made_by == "committee":
        decided = amended[one.base]
        return decided.decision.origin, decided.meeting.held_on
    if one.base is not None:
        return corrected[one.base].origin, corrected[one.base].reviewed_on
    if one.draft is None:
        raise AssertionError(one)
    return one.draft.origin, one.draft.drafted_on


def _version(
    one: Numbered, made: tuple[Origin, date | None], content: Content, before: Content | None, inherits: int | None
) -> Version:
    return Version(
        number=one.number,
        made_by=one.made_by,
        origin=made[0],
        on=made[1],
        draft=one.draft.origin if one.draft else None,
        lines=content.lines,
        contributions=content.contributions,
        total=content.total,
        contribution_total=content.contribution_total,
        tablet_total=content.told_total,
        changes=difference(before, content) if before else (),
        inherits=inherits,
    )
