"""Fresh case lists on their way to the tablets."""
