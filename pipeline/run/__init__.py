"""The shell: the only room that knows every other; opens sessions, engines, the clock, the log."""
