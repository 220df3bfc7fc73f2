"""Statuses on their way back to the server: on hold what waits here."""
