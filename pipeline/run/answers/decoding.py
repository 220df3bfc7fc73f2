"""Decode without a database: any XLSForm and any exported submissions become typed files."""

from pathlib import Path

from ...errors import SetupError
from ...model.decoded import Decoded, Item
from ...model.form import Form
from ...model.submission import Received
from ...records.decode import Decoder
from ...records.names import make_readable
from ...records.tables import plan_tables
from ...reports.typed_files import write_tables
from ...sources.open import open_source
from ...xlsform.compile import compile_workbook
from ...xlsform.read import read_xform


def decode_files(form_file: Path, submissions: Path, out: Path, *, as_parquet: bool) -> tuple[Decoded, list[Path]]:
    """Typed tables of the submissions in ``out``.

    Args:
        form_file: an XLSForm, or an XForm (.xml).
        submissions: a file or folder as KoBoToolbox or ODK Briefcase exports it.
        out: folder for the tables, made if need be.
        as_parquet: Parquet files instead of CSV.

    Returns:
        What was decoded (the newest edition of each submission), with what was set aside; and the files written.

    Raises:
        SetupError: no form, no submission, or a file that cannot be written.
        SourceError: submissions that cannot be read.
    """
    form = _form(form_file)
    stage = make_readable(form_file.stem)
    planned = plan_tables(stage, form)
    decoder = Decoder(stage, form, planned)
    pages = open_source("folder", str(submissions)).read_since(0)
    newest = {one.root_uuid: one for page in pages for one in page.submissions}
    if not newest:
        raise SetupError(
            str(submissions),
            "holds no submission.",
            "Name a .json file exported from KoBoToolbox, or a folder with instances/…/submission.xml.",
        )
    decoded = decoder.decode(_item(number, one) for number, one in enumerate(newest.values(), 1))
    labels = {q.path: next(iter(q.labels.values()), "") for q in form.questions}
    return decoded, list(write_tables(decoded, planned.tables, out, "parquet" if as_parquet else "csv", labels))


def _form(path: Path) -> Form:
    if path.suffix == ".xml":
        return read_xform(path.read_text(encoding="utf-8"), name=path.name)
    return compile_workbook(path).form


def _item(number: int, one: Received) -> Item:
    return Item(
        one.root_uuid, one.instance_id, number, "", "", one.form_version, one.submitted_at, one.body, one.body_format
    )
