"""Numbers that stand for texts: the same on every machine and in every version, so that they may be stored."""

from hashlib import blake2b

BITS = 60
"""Five such numbers add up to less than a signed 64-bit number holds."""


def code_of(text: str) -> int:
    """A number below 2**60, as good as unique to its text."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") >> (64 - BITS)
