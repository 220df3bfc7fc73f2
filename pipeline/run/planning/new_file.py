"""A PDF that nobody has yet: what would stop the writing is said before any work is done."""

from pathlib import Path

from ...errors import SetupError


def check_new_pdf(file: Path, what: str, example: str) -> None:
    """Nothing, where such a file can be written.

    Args:
        what: whole clause for the message: ``cards are printed as PDF.``
        example: a name that fits.

    Raises:
        SetupError: another kind of file, one that is there already, or no such folder.
    """
    if file.suffix.lower() != ".pdf":
        raise SetupError(str(file), what, f"Name the file {example}.")
    if file.exists():
        raise SetupError(str(file), "is there already; nothing was overwritten.", "Name another file.")
    if not file.absolute().parent.is_dir():
        raise SetupError(str(file), "its folder is not there.", "Make the folder, or name another.")


def cannot_write(file: Path, error: OSError) -> SetupError:
    """The error for a file that the system refused."""
    return SetupError(str(file), f"cannot be written ({error.strerror}).", "Choose a folder that is yours, with room.")
