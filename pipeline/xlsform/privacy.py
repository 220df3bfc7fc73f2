"""What a workbook says may leave the identified schemas; read without compiling it, because every build asks."""

from collections.abc import Mapping

from pipeline.model.form import Privacy

from .sheets import Source, read_workbook
from .survey_rows import known_privacy, survey_rows


def read_privacy(source: Source) -> Mapping[str, Privacy]:
    """Privacy by question path; a question whose cell is empty or misspelt is ``closed``.

    Raises:
        FormError: it is no workbook.
    """
    rows = survey_rows(read_workbook(source).sheets["survey"])
    return {row.path: known_privacy(row.privacy) for row in rows if row.path and not row.is_group}
