"""The model's document as text: one level to a line, so that two versions can be laid side by side."""

import json
import re
from collections.abc import Mapping
from typing import Any

_LEVEL = re.compile(r'\{\s+"m": ([^,\s]+),\s+"u": ([^,\s]+),\s+"family": ([^,\s]+)\s+\}')


def write_model(document: Mapping[str, Any]) -> str:
    """The content of config/linkage.json; what was read is written back byte for byte."""
    text = json.dumps(document, indent=1, ensure_ascii=False)
    return _LEVEL.sub(r'{"m": \1, "u": \2, "family": \3}', text) + "\n"
