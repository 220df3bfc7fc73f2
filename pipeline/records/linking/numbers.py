"""Numbers as SQL writes them: as doubles, because a bare 0.5 is a decimal there, slow and rounded otherwise."""


def sql_number(number: float) -> str:
    """A double-precision constant for DuckDB and Spark, to the last bit."""
    return f"CAST({number!r} AS DOUBLE)"
