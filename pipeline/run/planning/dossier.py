"""The committee's pack as a file: of a place whose plans wait, of a planned meeting, or of one that was held."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from ...errors import SetupError
from ...findings.current import read_findings
from ...findings.overrides import live_overrides
from ...model.case import MeetingCase, PlanCase
from ...model.finding import Finding
from ...model.override import Override
from ...model.person import Person
from ...model.steps import PlannedSession
from ...planning.dossier import Cover, Page, document, page_of, version_shown
from ...planning.pack import pack_as_pdf
from ...planning.printed import day, money
from ...programme import Settings
from ...registry.people import read_people
from ...rules.practice import RULES
from ..judging.casebook import CaseBook, open_casebook
from ..session import open_session
from ..telling import Telling
from ..wording import Label, find_place, read_labels
from .committee import MEETING, Locality, invitation_told, localities
from .new_file import cannot_write, check_new_pdf
from .planned import planned_sessions

PRACTICE = {rule.id: place for place, rule in enumerate(RULES)}
SYNTHETIC = "DONNÉES FICTIVES"
READY = "retour committee ready tells which places have plans that wait."


@dataclass(frozen=True, slots=True)
class Subject:
    """What a pack is about.

    Attributes:
        plans: code → version that a held meeting decided about; None for the latest.
        since: when each plan began to wait, by code.
        invited: (family, sector, organisation).
        later: plans that wait for a further meeting.
    """

    place: str
    meeting: str
    held_on: date | None
    plans: Mapping[str, int | None]
    since: Mapping[str, date]
    invited: tuple[tuple[str, str, str], ...]
    later: int = 0
    is_held: bool = False


class Pack(NamedTuple):
    """The cover and a page for each plan."""

    cover: Cover
    pages: tuple[Page, ...]


def write_dossier(folder: Path, telling: Telling, of: str, file: Path) -> Pack:
    """The pack of a place or a meeting lies in ``file``, a PDF; the database stays as it was.

    Args:
        of: code or name of a place; number of a planned or held meeting.

    Raises:
        SetupError: nothing is known under that word, no plan waits there, or the file.
    """
    check_new_pdf(file, "the pack is a PDF.", "dossier.pdf")
    with open_session(folder, telling, writes=False) as session, session.engine.begin() as connection:
        label = read_labels(session.settings, connection)
        book = open_casebook(session, connection)
        pack = make_pack(session.settings, connection, book, label, of)
    with telling.step("printing", len(pack.pages)):
        content = pack_as_pdf(document(pack.cover, pack.pages), session.at)
    try:
        file.write_bytes(content)
    except OSError as error:
        raise cannot_write(file, error) from None
    return pack


def make_pack(settings: Settings, connection: Connection, book: CaseBook, label: Label, of: str) -> Pack:
    """What the pack of a place or a meeting says.

    Args:
        of: code or name of a place; number of a planned or held meeting.

    Raises:
        SetupError: nothing is known under that word, or no plan waits there.
    """
    subject = _subject(settings, connection, book, label, of)
    pages = _pages(settings, connection, book, label, subject)
    return Pack(_cover(settings, book, label, subject, pages), tuple(page for page, _ in pages))


def _subject(settings: Settings, connection: Connection, book: CaseBook, label: Label, of: str) -> Subject:
    """A meeting of that number first, else the place of that name."""
    planned = planned_sessions(book.reading.sayings, connection, MEETING).get(of)
    held = next((case for case in book.meetings([of]) if any(m.decisions for m in case.meetings)), None)
    if held is not None:
        return _held(held, book)
    place = book.place_of(planned.commune) if planned else _place(settings, book, of)
    found = localities(settings, connection, book, label, [place])
    if not found:
        where = f"meeting {of}" if planned else f"'{of}'"
        raise SetupError(where, "no plan waits for a committee there.", READY)
    return _waiting(found[0], planned, label)


def _place(settings: Settings, book: CaseBook, of: str) -> str:
    """The place that calls the meeting; of a commune its province, where provinces do."""
    meant = find_place(settings, of)
    if meant.level == "commune":
        return book.place_of(meant.code)
    if meant.level != book.level:
        raise SetupError(f"'{of}'", f"is a {meant.level}, and committees meet by {book.level} here.", READY)
    return meant.code


def _waiting(found: Locality, planned: PlannedSession | None, label: Label) -> Subject:
    told = [invitation_told(one, label) for one in found.agenda.invitations]
    invited = tuple((i["category_name"], i["sector_name"], i["partner_name"] or "à trouver") for i in told)
    return Subject(
        found.place,
        planned.number if planned else "",
        planned.planned_on if planned else None,
        {one.plan.code: None for one in found.agenda.plans},
        {one.plan.code: one.since for one in found.agenda.plans},
        invited,
        len(found.agenda.later),
    )


def _held(case: MeetingCase, book: CaseBook) -> Subject:
    """What the committee had before it: the versions it decided about, in the order of the minutes."""
    every = [d for one in case.meetings for d in one.decisions]
    decided = {case.plans[d.plan_code].code if d.plan_code in case.plans else d.plan_code: d.version for d in every}
    commune = next((one.commune for one in case.meetings if one.commune), "")
    held_on = next((one.held_on for one in case.meetings if one.held_on), None)
    return Subject(book.place_of(commune), case.meeting_id, held_on, decided, {}, (), is_held=True)


def _pages(
    settings: Settings, connection: Connection, book: CaseBook, label: Label, subject: Subject
) -> list[tuple[Page, PlanCase]]:
    cases = {case.plan.code: case for case in book.plans(subject.plans)}
    keys = {m.person_key for case in cases.values() for m in case.plan.members if m.until is None}
    with_names = settings.names.committee
    who = {one.person_key: _called(one, with_names) for one in read_people(connection, sorted(keys - {""}))}
    sentences = {rule.id: rule.sentence_fr for rule in RULES}
    found = judged(connection, cases)
    declared = live_overrides(connection, book.policy.today)
    return [
        (
            page_of(
                case.plan,
                since=subject.since.get(code),
                who=who,
                findings=found[code],
                sentences=sentences,
                overrides=[_declared(one, sentences) for one in declared if one.subject == case.plan.code],
                label=label,
                number=subject.plans[code],
                meeting=subject.meeting if subject.is_held else "",
                with_names=with_names,
            ),
            case,
        )
        for code in subject.plans
        if (case := cases.get(code)) is not None
    ]


def judged(connection: Connection, codes: Collection[str]) -> Mapping[str, list[Finding]]:
    """The findings about each of these plans as they are stored, in the practice's order.

    Raises:
        SetupError: the rules were never asked about one of them: a page without remarks would be a false promise.
    """
    found: dict[str, list[Finding]] = {code: [] for code in codes}
    for one in sorted(read_findings(connection, "plan", codes), key=lambda f: PRACTICE.get(f.rule, len(PRACTICE))):
        found[one.subject].append(one)
    if missing := [code for code, held in found.items() if not held]:
        raise SetupError(f"plan {missing[0]}", "the rules have not been asked about it yet.", "Run: retour build")
    return found


def _declared(one: Override, sentences: Mapping[str, str]) -> tuple[str, str, str, str]:
    return sentences.get(one.rule, one.rule), one.declared_by, one.why, day(one.expires_on)


def _called(one: Person, with_name: bool) -> str:
    said = [one.fields[name].held.value for name in ("given_names", "surname") if name in one.fields]
    return " ".join([one.code, *map(str, said)]) if with_name else one.code


def _cover(
    settings: Settings, book: CaseBook, label: Label, subject: Subject, pages: Sequence[tuple[Page, PlanCase]]
) -> Cover:
    versions = (version_shown(case.plan, subject.plans[page.code]) for page, case in pages)
    return Cover(
        programme=settings.name,
        implementer=settings.implementer,
        donor=settings.donor,
        place=label("places", subject.place) or subject.place,
        meeting=subject.meeting,
        held_on=day(subject.held_on) if subject.held_on else "",
        made_on=day(book.policy.today),
        invited=subject.invited,
        later=subject.later,
        total=money(sum((one.total for one in versions if one), Decimal(0))),
        holders=sum(len(page.members) for page, _ in pages),
        with_names=settings.names.committee,
        is_held=subject.is_held,
        warning=SYNTHETIC if settings.synthetic else "",
    )
