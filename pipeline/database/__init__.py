"""The programme's PostgreSQL: embedded or yours; started, migrated, locked, looked at."""
