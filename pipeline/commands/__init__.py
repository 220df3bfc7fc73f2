"""What a data manager types: one file per family of commands; each parses, calls the shell, prints."""
