"""Bodies go in and out of the database compressed and byte-exact, with a dictionary per deployment.

Submissions of one form repeat the same long keys: with a trained dictionary each shrinks to about an eighth,
and still opens alone, which a compressed file of many would not.
"""

from collections.abc import Sequence

import zstandard

from .transaction import Cursor

# Below this a dictionary does not pay for itself; above, more samples only cost time (measured: 0.03 s at 200).
SAMPLES_NEEDED = 200
SAMPLES_USED = 300
DICTIONARY_BYTES = 32 * 1024
LEVEL = 3
"""Measured with a dictionary: as fast as 1, and a tenth smaller."""


class Compressor:
    """Compresses bodies of one deployment; trains its dictionary at the first page that is large enough."""

    def __init__(self, deployment: str) -> None:
        self._deployment = deployment
        self._dictionary_id: int | None = None
        self._compressor = _compressor(None)
        self._looked = False

    def prepare(self, cursor: Cursor, bodies: Sequence[bytes]) -> int | None:
        """The id of the dictionary that ``compress`` uses from now on; None while there is none.

        Must be forgotten (a new Compressor) if the cursor's transaction is rolled back: the dictionary went with it.
        """
        if not self._looked:
            self._use(_newest(cursor, self._deployment))
            self._looked = True
        if self._dictionary_id is None and len(bodies) >= SAMPLES_NEEDED:
            self._use(_train(cursor, self._deployment, bodies))
        return self._dictionary_id

    def compress(self, body: bytes) -> bytes:
        """One frame with a checksum, so that a damaged disk is found at reading and not by an analyst."""
        return self._compressor.compress(body)

    def compress_all(self, bodies: Sequence[bytes]) -> list[bytes]:
        """The same for a page, in one call: it lets go of the interpreter, and getting it back from the threads that
        download cost three times the compression when it happened for each body.
        """
        if not bodies:
            return []
        packed = self._compressor.multi_compress_to_buffer(list(bodies))
        return [packed[i].tobytes() for i in range(len(packed))]

    def _use(self, found: tuple[int, bytes] | None) -> None:
        if found:
            self._dictionary_id, content = found
            self._compressor = _compressor(content)


class Decompressor:
    """Opens bodies of any deployment; keeps the dictionaries it has met."""

    def __init__(self) -> None:
        self._openers: dict[int | None, zstandard.ZstdDecompressor] = {None: zstandard.ZstdDecompressor()}

    def learn(self, cursor: Cursor) -> "Decompressor":
        """Knows every dictionary there is now; call once before reading."""
        cursor.execute("select dictionary_id, content from archive.dictionary")
        for dictionary_id, content in cursor.fetchall():
            known = zstandard.ZstdCompressionDict(content)
            self._openers[dictionary_id] = zstandard.ZstdDecompressor(dict_data=known)
        return self

    def open(self, dictionary_id: int | None, body: bytes) -> bytes:
        """The exact bytes received.

        Raises:
            zstandard.ZstdError: the stored bytes are damaged.
        """
        return self._openers[dictionary_id].decompress(body)


def _compressor(content: bytes | None) -> zstandard.ZstdCompressor:
    if content is None:
        return zstandard.ZstdCompressor(level=LEVEL, write_checksum=True)
    known = zstandard.ZstdCompressionDict(content)
    known.precompute_compress(level=LEVEL)
    return zstandard.ZstdCompressor(level=LEVEL, dict_data=known, write_checksum=True, write_dict_id=False)


def _newest(cursor: Cursor, deployment: str) -> tuple[int, bytes] | None:
    cursor.execute(
        "select dictionary_id, content from archive.dictionary where deployment = %s"
        " order by dictionary_id desc limit 1",
        (deployment,),
    )
    row = cursor.fetchone()
    return (row[0], row[1]) if row else None


def _train(cursor: Cursor, deployment: str, bodies: Sequence[bytes]) -> tuple[int, bytes] | None:
    try:
        content = zstandard.train_dictionary(DICTIONARY_BYTES, list(bodies[:SAMPLES_USED])).as_bytes()
    except zstandard.ZstdError:
        return None  # Samples too small or too alike to learn from: plain compression serves them.
    cursor.execute(
        "insert into archive.dictionary (deployment, content) values (%s, %s) returning dictionary_id",
        (deployment, content),
    )
    row = cursor.fetchone()
    return (row[0], content) if row else None
