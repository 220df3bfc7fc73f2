"""A folder as a Source: what was exported from a server or pulled from tablets, for backfill and offline work."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path

from ..errors import SourceError
from ..model.source import ChangeFeed, Page
from ..model.submission import Access, AttachmentRef, Fingerprint, FormEdition, Received
from .folder_forms import read_forms
from .folder_json import json_files, read_json
from .folder_xml import newest, read_instances
from .kobo_rows import prefixed

PAGE_ROWS = 1000
PIECE = 1 << 18


class FolderSource:
    """One folder of KoBoToolbox JSON exports, or of instance documents under ``instances/``, or both.

    It is read once and held in memory, about as large as its files. What is not in the folder does not exist for
    this source: an export of a part of a project looks like the deletion of the rest.
    """

    def __init__(self, folder: str) -> None:
        """``folder`` may be one export file too: its folder then only holds the attachments."""
        path = Path(folder)
        self._alone = path if path.is_file() else None
        self.folder = path.parent if self._alone else path

    def __repr__(self) -> str:
        """The folder's name."""
        return f"FolderSource({self.folder.name!r})"

    def check_access(self) -> Access:
        """A folder shows all it has; SourceError if it is not there or a file in it is damaged."""
        return Access(
            account="",
            can_read=True,
            sees_all=True,
            can_see_changes=False,
            can_deploy=False,
            can_set_status=False,
            expected_count=len(self._newest),
        )

    def read_since(self, mark: int) -> Iterator[Page]:
        """Every edition above the mark by server id; documents without one come at every reading."""
        rows = [row for row in self._editions if not row.server_id or int(row.server_id) > mark]
        for begin in range(0, max(len(rows), 1), PAGE_ROWS):
            page = tuple(rows[begin : begin + PAGE_ROWS])
            mark = max([mark, *(int(row.server_id) for row in page if row.server_id)])
            yield Page(page, mark, len(rows))

    def scan(self) -> Iterator[tuple[Sequence[Fingerprint], int | None]]:
        """Fingerprints of the newest edition of each submission."""
        yield [_fingerprint(row) for row in self._newest.values()], len(self._newest)

    def changes_since(self, instant: datetime) -> ChangeFeed | None:
        """None: files keep no history."""
        return None

    def fetch(self, root_uuids: Iterable[str]) -> Iterator[Received]:
        """The newest edition of each of these."""
        keys = sorted({prefixed(uuid) for uuid in root_uuids})
        return (self._newest[key] for key in keys if key in self._newest)

    def count(self) -> int | None:
        """Submissions in the folder, each counted once whatever its editions."""
        return len(self._newest)

    def form_editions(self, known: frozenset[str]) -> Iterator[FormEdition]:
        """Forms that lie in the folder; one form alone stands for every version its submissions name."""
        versions = {row.form_version for row in self._editions}
        return (edition for edition in read_forms(self.folder, versions) if edition.version not in known)

    def download(self, attachment: AttachmentRef, offset: int = 0) -> Iterator[bytes]:
        """The file's bytes from ``offset`` on; SourceError if the folder does not hold it."""
        path = (self.folder / attachment.locator).resolve()
        if not attachment.locator or not path.is_file() or not path.is_relative_to(self.folder.resolve()):
            raise SourceError(
                self.folder.name,
                f"attachment '{attachment.attachment_id}' does not lie in the folder.",
                "Unpack the project's media ZIP there.",
            )
        with path.open("rb") as file:
            file.seek(offset)
            while piece := file.read(PIECE):
                yield piece

    @cached_property
    def _editions(self) -> list[Received]:
        if self._alone:
            return sorted(read_json(self._alone, self.folder), key=lambda row: int(row.server_id))
        if not self.folder.is_dir():
            raise SourceError(str(self.folder.name), "there is no such file or folder.", "Check its name.")
        exported = [row for path in json_files(self.folder) for row in read_json(path, self.folder)]
        # A stable sort: of two exports of one row, the file with the later name stays behind the other.
        exported.sort(key=lambda row: int(row.server_id))
        return exported + read_instances(self.folder)

    @cached_property
    def _newest(self) -> dict[str, Received]:
        return newest(self._editions)


def _fingerprint(row: Received) -> Fingerprint:
    files = frozenset(ref.attachment_id for ref in row.attachments if not ref.is_deleted)
    return Fingerprint(row.root_uuid, row.instance_id, row.server_id, row.status.code, files, row.status.at)
