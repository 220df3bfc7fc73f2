"""Labelled files for judging record linkage: who is who is known, because everybody in them is invented.

Nothing here may be shared with ``pipeline/records``: a linker that knows how the noise was made proves nothing.
"""

from .levels import LEVELS, Noise
from .mentions import COLUMNS, Mention
from .rows import labelled_mentions, labelled_rows

__all__ = ["COLUMNS", "LEVELS", "Mention", "Noise", "labelled_mentions", "labelled_rows"]
