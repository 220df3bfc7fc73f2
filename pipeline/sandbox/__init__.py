"""A local server that behaves as KoBoToolbox does, for training, the demo and the tests."""

from .accounts import Account
from .app import create_app
from .faults import Fault, Faults, parse_fault
from .serve import running, serve
from .tables import create_tables, drop_tables

__all__ = [
    "Account",
    "Fault",
    "Faults",
    "create_app",
    "create_tables",
    "drop_tables",
    "parse_fault",
    "running",
    "serve",
]
