"""Reads what is printed off the picture of a sheet, as a scanner would: pixels → modules → the text of each QR."""

import struct
import zlib

import numpy as np

DOTS_AN_INCH = 72
CARD = (85.6, 54.0)
START = ((210 - 2 * CARD[0]) / 2, (297 - 5 * CARD[1]) / 2)
SIDE = 21
SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
MASKS = (
    lambda r, c: (r + c) % 2,
    lambda r, c: r % 2,
    lambda r, c: c % 3,
    lambda r, c: (r + c) % 3,
    lambda r, c: (r // 2 + c // 3) % 2,
    lambda r, c: r * c % 2 + r * c % 3,
    lambda r, c: (r * c % 2 + r * c % 3) % 2,
    lambda r, c: ((r + c) % 2 + r * c % 3) % 2,
)


def pixels(png: bytes) -> np.ndarray:
    """Rows, columns, red-green-blue-opacity; eight bits each."""
    width, height, depth, colour = struct.unpack(">IIBB", png[16:26])
    assert (depth, colour) == (8, 6)
    packed, at = b"", 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        packed += png[at + 8 : at + 8 + length] if png[at + 4 : at + 8] == b"IDAT" else b""
        at += length + 12
    raw, wide = zlib.decompress(packed), width * 4 + 1
    rows, above = [], bytearray(width * 4)
    for number in range(height):
        line = raw[number * wide : (number + 1) * wide]
        above = unfiltered(line[0], bytearray(line[1:]), above)
        rows.append(above)
    return np.frombuffer(b"".join(rows), np.uint8).reshape(height, width, 4)


def unfiltered(kind, line, above):
    """One row of a PNG as it was before its filter."""
    if kind == 2:
        return bytearray((np.frombuffer(line, np.uint8) + np.frombuffer(above, np.uint8)).tobytes())
    for i in range(len(line) if kind else 0):
        left, up, corner = (line[i - 4], above[i], above[i - 4]) if i >= 4 else (0, above[i], 0)
        line[i] = (line[i] + predicted(kind, left, up, corner)) % 256
    return line


def predicted(kind, left, up, corner):
    if kind == 1:
        return left
    if kind == 3:
        return (left + up) // 2
    far = [abs(up - corner), abs(left - corner), abs(left + up - 2 * corner)]
    return (left, up, corner)[far.index(min(far))]


def scanned(png: bytes) -> list[str]:
    """The texts of the symbols of one page, row by row, left before right; places without a card are left out."""
    dark = pixels(png)[:, :, 0] < 128
    found = []
    for number in range(10):
        left, top = START[0] + number % 2 * CARD[0], START[1] + number // 2 * CARD[1]
        corner = dark[dot(top + 15) : dot(top + 52), dot(left + 3) : dot(left + 33)]
        if corner.any():
            found.append(decoded(modules(corner)))
    return found


def dot(millimetres: float) -> int:
    return round(millimetres / 25.4 * DOTS_AN_INCH)


def modules(dark: np.ndarray) -> np.ndarray:
    """The modules of the one symbol in the picture, read in their middles."""
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    middles = (np.arange(SIDE) + 0.5) / SIDE
    down = rows[0] + (middles * (rows[-1] - rows[0] + 1)).astype(int)
    across = columns[0] + (middles * (columns[-1] - columns[0] + 1)).astype(int)
    return dark[np.ix_(down, across)]


def decoded(symbol: np.ndarray) -> str:
    """The text of a version 1 symbol in alphanumeric mode, as ISO/IEC 18004 lays it out; damage is not repaired."""
    level_and_mask = number_of(symbol[8, :5]) ^ 0b10101
    assert level_and_mask >> 3 == 0b10, "the symbol is not of level H"
    mask = MASKS[level_and_mask & 7]
    bits = [bool(symbol[r, c]) ^ (mask(r, c) == 0) for r, c in reading_order()]
    assert number_of(bits[:4]) == 0b0010, "the symbol is not in alphanumeric mode"
    length, at, text = number_of(bits[4:13]), 13, ""
    while len(text) < length:
        wide = 11 if length - len(text) > 1 else 6
        value, at = number_of(bits[at : at + wide]), at + wide
        text += SIGNS[value // 45] + SIGNS[value % 45] if wide == 11 else SIGNS[value]
    return text


def number_of(bits) -> int:
    return int("".join("1" if bit else "0" for bit in bits), 2)


def reading_order():
    """Modules that carry the text, in pairs of columns from the right, upwards first; column 6 is timing."""
    upwards = True
    for right in (20, 18, 16, 14, 12, 10, 8, 5, 3, 1):
        for row in range(SIDE)[:: -1 if upwards else 1]:
            for column in (right, right - 1):
                finder = (row < 9 and (column < 9 or column > 12)) or (row > 12 and column < 9)
                if not finder and row != 6:
                    yield row, column
        upwards = not upwards
