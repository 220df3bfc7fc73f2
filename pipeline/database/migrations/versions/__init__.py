"""The steps; their ids sort in their order."""
