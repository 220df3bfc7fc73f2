"""The forms of the practice, compiled, checked and filled in by the engine the tablets run."""
