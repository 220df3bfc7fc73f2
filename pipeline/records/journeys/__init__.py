"""Journeys: what happened to each person and each plan, how long it took, and what was skipped."""
