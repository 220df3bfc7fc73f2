"""The real engine, always: no test here stands in for JavaRosa."""
