"""Servers and folders that submissions come from; one file each, all speaking the Source protocol."""

from .open import open_deployer, open_source

__all__ = ["open_deployer", "open_source"]
