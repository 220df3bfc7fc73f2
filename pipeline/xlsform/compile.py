"""A workbook becomes a Form by way of the XForm that pyxform makes of it."""

from dataclasses import dataclass

from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from pipeline.model.form import Form

from .messages import from_pyxform, from_surprise, located
from .problem import FormError, Problem, blocking
from .read import form_of, with_rows
from .sheets import Source, Workbook, read_workbook, unsendable_cells
from .survey_rows import survey_rows
from .xform_tree import parse_xform


@dataclass(frozen=True, slots=True)
class Compiled:
    """A form with what pyxform warned about.

    Attributes:
        form: rows and privacy included.
        warnings: pyxform's, one text each.
        itemsets: content of ``itemsets.csv``, if the workbook has an ``external_choices`` sheet; '' otherwise.
    """

    form: Form
    warnings: tuple[str, ...]
    itemsets: str = ""


def compile_workbook(source: Source) -> Compiled:
    """The form a workbook describes.

    Args:
        source: path of an xlsx, xlsm, xls, csv or md file, its bytes, a markdown table as text, or rows by
            heading (``{"survey": [{"type": …, "label::Français (fr)": …}], "choices": […], "settings": […]}``).

    Raises:
        FormError: it is no workbook, or no form; its ``problems`` name sheet and row.
    """
    return compile_sheets(read_workbook(source))


def compile_sheets(workbook: Workbook) -> Compiled:
    """The form in sheets that are read already; raises FormError."""
    unsendable = unsendable_cells(workbook)
    if unsendable:
        raise FormError(workbook.name, unsendable)
    said: list[str] = []
    try:
        result = convert(dict(workbook.content), warnings=said)
    except PyXFormError as error:
        raise FormError(workbook.name, (located(from_pyxform(str(error)), workbook.sheets["survey"]),)) from error
    except Exception as error:
        # The one boundary around pyxform's inside, which raises anything on odd workbooks (KeyError, RecursionError …).
        raise FormError(workbook.name, _half_headings(workbook) or (from_surprise(error),)) from error
    form = form_of(parse_xform(result.xform, workbook.name), result.xform)
    rows = survey_rows(workbook.sheets["survey"])
    return Compiled(with_rows(form, rows), tuple(said), result.itemsets or "")


def _half_headings(workbook: Workbook) -> tuple[Problem, ...]:
    """Headings that name a family and no member of it; pyxform stumbles over them without saying so."""
    families = {"bind", "body", "control", "instance", "media"}
    return tuple(
        blocking(
            f"The heading '{heading}' is not complete.",
            f"Write what it sets, like '{heading.strip()}::type', or delete the column.",
            "survey",
            1,
            heading,
        )
        for heading in workbook.headings("survey")
        if heading.strip().lower().rstrip(":") in families
    )
