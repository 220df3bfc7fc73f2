"""Commands only: parse, call the shell, print, exit code."""


def main() -> None:
    """Entry point of ``retour``."""
