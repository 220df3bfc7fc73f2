"""A form as the engine will run it: questions with path, type, repeat, choices and labels per language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Privacy = Literal["open", "text", "sensitive", "identity", "closed"]
"""What may leave the identified schemas: only ``open``. ``closed`` is the absent one: nobody has decided yet."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a choice list; ``labels`` by language as the workbook names it ('' where it names none)."""

    name: str
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """One question or calculation.

    Attributes:
        path: group path below the root, as KoBoToolbox keys it: ``identity/surname``, ``members/visits/note``.
        type: the XLSForm type: ``text integer decimal range select_one select_multiple rank date time datetime
            geopoint geotrace geoshape calculate hidden note image audio video file barcode acknowledge start end
            today deviceid username phonenumber email start-geopoint audit`` …
        repeat: path of the innermost repeat around it; None at the top.
        choice_list: name of its list in ``Form.lists``; None where the list comes from a file or there is none.
        file: the media file its choices come from (``places.csv``); None otherwise.
        or_other: the workbook said ``or_other``: the answer ``other`` has its text in ``<path>_other``.
        row: row of the workbook's survey sheet, 2 or more; None where the workbook is not at hand.
    """

    path: str
    type: str
    repeat: str | None = None
    privacy: Privacy = "closed"
    labels: Mapping[str, str] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)
    choice_list: str | None = None
    file: str | None = None
    or_other: bool = False
    required: bool = False
    readonly: bool = False
    relevant: str | None = None
    constraint: str | None = None
    calculation: str | None = None
    default: str | None = None
    appearance: str = ""
    choice_filter: str | None = None
    row: int | None = None

    @property
    def name(self) -> str:
        """The last part of the path: what the workbook's name column says."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A repeated group; ``parent`` is the path of the repeat around it, None at the top."""

    path: str
    parent: str | None = None
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Form:
    """One edition of a form.

    Attributes:
        form_id: the id tablets send back as the root's ``id`` attribute.
        version: what the form itself says; empty is a version too.
        languages: in the workbook's order, default first; ``('',)`` where labels name no language.
        media: files the form needs beside it (``places.csv``, ``logo.png``), sorted.
        xform: the XForm document the engine runs.
        encrypted: submissions arrive as ciphertext.
    """

    form_id: str
    title: str
    version: str
    questions: tuple[Question, ...]
    repeats: tuple[Repeat, ...] = ()
    lists: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    languages: tuple[str, ...] = ("",)
    media: tuple[str, ...] = ()
    xform: str = ""
    encrypted: bool = False
