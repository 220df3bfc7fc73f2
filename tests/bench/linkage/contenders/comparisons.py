"""The hand-made contenders' ground in DuckDB SQL: keys, a union of blocks, and levels of agreement of each pair."""

from pathlib import Path

import duckdb

# Spellings the ear does not tell apart, as far as one who knows the region's French would go; z and s stay apart.
_SOUNDS = (
    ("ph", "f"), ("[^a-z]", ""), ("gn|ny", "n"), ("ni([aeou])", r"n\1"), ("dj|dy", "j"), ("di([aeou])", r"j\1"),
    ("qu|q|ck", "k"), ("c([aou])", r"k\1"), ("c", "s"), ("gu([ie])", r"g\1"), ("oo|ou|w|v|o", "u"), ("h", ""),
    ("ai|ei|er$|et$|ey", "e"), ("y", "i"), ("an$", "a"), ("p", "b"), ("u+e", "u"),
    *((f"{letter}{letter}+", letter) for letter in "abdefgiklmnrstuz"),
)  # fmt: skip


def sound(column: str) -> str:
    """SQL of the key of a name as it sounds."""
    made = f"strip_accents(lower({column}))"
    for pattern, instead in _SOUNDS:
        made = f"regexp_replace({made}, '{pattern}', '{instead}', 'g')"
    return made


def bones(column: str) -> str:
    """SQL of a key without its vowels, but for the first."""
    return f"({column})[1] || regexp_replace(({column})[2:], '[aeiu]', '', 'g')"


_RECORDS = f"""
CREATE TABLE record AS
WITH raw AS (
    SELECT (row_number() OVER ())::INTEGER - 1 AS n, *,
        strip_accents(lower(surname)) AS sname, strip_accents(lower(given_names)) AS gname,
        try_cast(left(birth_date, 4) AS INTEGER) AS y,
        CASE WHEN birth_precision NOT IN ('year', 'age', 'estimated') AND length(birth_date) = 10
             AND right(birth_date, 5) NOT IN ('01-01', '12-31') THEN birth_date END AS day
    FROM read_csv(?, header = true, all_varchar = true)
), keyed AS (
    SELECT n, sname, gname, sex, y, day, phone, commune, arrival_batch AS batch, {sound("surname")} AS s, {sound("given_names")} AS g,
        {sound("split_part(replace(given_names, '-', ' '), ' ', 1)")} AS g1,
        {sound("split_part(replace(given_names, '-', ' '), ' ', -1)")} AS g2,
        nullif({sound("father_given")}, '') AS f, nullif({sound("mother_given")}, '') AS m,
        nullif({sound("village")} || regexp_extract(village, '\\d*$'), '') AS v
    FROM raw
)
SELECT *, {bones("s")} AS sb, {bones("g")} AS gb, {bones("g1")} AS g1b, least({bones("s")}, {bones("g1")}) AS lo,
    greatest({bones("s")}, {bones("g1")}) AS hi,
    log2(count(*) OVER () / count(*) OVER (PARTITION BY s)) AS rare_s,
    log2(count(*) OVER () / count(*) OVER (PARTITION BY g)) AS rare_g
FROM keyed
"""

# Each is an equality and, where that is too wide, a condition; a pair comes once, from whichever found it.
BLOCKS = (
    "a.phone = b.phone",
    "a.lo = b.lo AND a.hi = b.hi AND a.commune = b.commune",
    "a.lo = b.lo AND a.hi = b.hi AND a.y BETWEEN b.y - 2 AND b.y + 2 AND a.rare_s + a.rare_g > 11",
    "a.lo = b.lo AND a.hi = b.hi AND a.batch = b.batch",
    "a.lo = b.lo AND a.hi = b.hi AND a.f = b.f",
    "a.lo = b.lo AND a.hi = b.hi AND a.m = b.m",
    "a.s = b.s AND a.day = b.day",
    "a.g = b.g AND a.day = b.day",
    "a.s = b.g AND a.day = b.day",
    "a.batch = b.batch AND a.gb = b.gb",
    "a.batch = b.batch AND a.sb = b.sb",
    "a.batch = b.batch AND a.sb = b.gb",
    "a.batch = b.batch AND a.g2 = b.g1",
    "a.batch = b.batch AND a.y = b.y AND a.commune = b.commune",
    "a.commune = b.commune AND a.v = b.v AND a.g1b = b.g1b",
    "a.commune = b.commune AND a.v = b.v AND a.sb = b.sb AND a.y BETWEEN b.y - 2 AND b.y + 2",
    "a.commune = b.commune AND a.v = b.v AND a.sb = b.g1b",
    "a.commune = b.commune AND a.g = b.g AND a.y = b.y",
    "a.f = b.f AND a.m = b.m AND a.commune = b.commune",
    "a.f = b.f AND a.m = b.m AND a.y = b.y",
    "a.m = b.m AND a.commune = b.commune AND a.v = b.v",
    "a.day = b.day AND a.commune = b.commune",
)

_LEVELS = """
CREATE TABLE compared AS
WITH near AS (
    SELECT a.n AS l, b.n AS r,
        CASE WHEN a.s = b.s THEN 1.0 ELSE greatest(jaro_winkler_similarity(a.s, b.s), jaro_winkler_similarity(a.sname, b.sname)) END AS ss,
        CASE WHEN a.g = b.g THEN 1.0 ELSE greatest(jaro_winkler_similarity(a.g, b.g), jaro_winkler_similarity(a.gname, b.gname)) END AS gg,
        CASE WHEN a.s = b.g THEN 1.0 ELSE jaro_winkler_similarity(a.s, b.g) END AS sg,
        CASE WHEN a.g = b.s THEN 1.0 ELSE jaro_winkler_similarity(a.g, b.s) END AS gs,
        a.g1 IN (b.g1, b.g2) OR a.g2 IN (b.g1, b.g2) AS part,
        a.rare_s AS rsa, b.rare_s AS rsb, a.rare_g AS rga, b.rare_g AS rgb, a.gb = b.gb AS bones_g, a.sb = b.sb AS bones_s,
        CASE WHEN a.y IS NULL OR b.y IS NULL THEN 'none' WHEN a.day = b.day THEN 'day'
             WHEN a.day IS NOT NULL AND b.day IS NOT NULL AND right(a.day, 5) = right(b.day, 5) AND abs(a.y - b.y) < 3 THEN 'year off'
             WHEN a.day IS NOT NULL AND b.day IS NOT NULL AND a.y = b.y THEN 'other day'
             WHEN a.day IS NOT NULL AND b.day IS NOT NULL THEN 'other'
             WHEN a.y = b.y THEN 'year' WHEN abs(a.y - b.y) = 1 THEN 'near 1' WHEN abs(a.y - b.y) = 2 THEN 'near 2'
             WHEN abs(a.y - b.y) < 6 THEN 'near 5' ELSE 'far' END AS birth,
        CASE WHEN a.phone = b.phone THEN 'same' WHEN a.phone IS NULL OR b.phone IS NULL THEN 'none' ELSE 'other' END AS phone,
        CASE WHEN a.commune = b.commune AND a.v = b.v THEN 'village' WHEN a.commune = b.commune AND (a.v IS NULL OR b.v IS NULL)
             THEN 'commune' WHEN a.commune = b.commune AND jaro_winkler_similarity(a.v, b.v) > 0.85 THEN 'village nearly'
             WHEN a.commune = b.commune THEN 'commune only' WHEN a.commune IS NULL OR b.commune IS NULL THEN 'none'
             ELSE 'other' END AS place,
        CASE WHEN a.sex IS NULL OR b.sex IS NULL THEN 'none' WHEN a.sex = b.sex THEN 'same' ELSE 'other' END AS sex,
        CASE WHEN a.batch IS NULL OR b.batch IS NULL THEN 'none' WHEN a.batch = b.batch THEN 'same' ELSE 'other' END AS batch,
        {father} AS father, {mother} AS mother
    FROM candidate JOIN record a ON candidate.l = a.n JOIN record b ON candidate.r = b.n
)
SELECT *, ss + gg >= sg + gs AS straight, CASE WHEN ss + gg >= sg + gs THEN ss ELSE sg END AS near_s,
    CASE WHEN ss + gg >= sg + gs THEN gg ELSE gs END AS near_g,
    CASE WHEN ss + gg >= sg + gs THEN least(rsa, rsb) ELSE least(rsa, rgb) END AS rare_s,
    CASE WHEN ss + gg >= sg + gs THEN least(rga, rgb) ELSE least(rga, rsb) END AS rare_g
FROM near
"""


def _parent(column: str) -> str:
    near = f"jaro_winkler_similarity(a.{column}, b.{column})"
    return (
        f"CASE WHEN a.{column} IS NULL OR b.{column} IS NULL THEN 'none' WHEN a.{column} = b.{column} THEN 'same' "
        f"WHEN {near} > 0.85 THEN 'near' ELSE 'other' END"
    )


def read(file: Path) -> duckdb.DuckDBPyConnection:
    """A database with a table ``record``: one row per record, ``n`` its position in the file, and its keys."""
    database = duckdb.connect(config={"memory_limit": "5GB"})
    database.execute(_RECORDS, [str(file)])
    return database


def compare(file: Path) -> duckdb.DuckDBPyConnection:
    """A database with a table ``compared``: one row per candidate pair (l, r) and its levels of agreement."""
    database = read(file)
    asked = " UNION ".join(
        f"SELECT a.n AS l, b.n AS r FROM record a JOIN record b ON {rule} AND a.n < b.n" for rule in BLOCKS
    )
    database.execute(f"CREATE TABLE candidate AS {asked}")
    database.execute(_LEVELS.format(father=_parent("f"), mother=_parent("m")))
    return database
