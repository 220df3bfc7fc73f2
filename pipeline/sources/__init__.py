"""Servers and folders that submissions come from; one file each, all speaking the Source protocol."""
