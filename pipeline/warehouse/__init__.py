"""The database: embedded or yours; migrations, answers tables, COPY loads, reporting views, roles."""
