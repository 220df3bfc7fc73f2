"""Lists the office already has: rows of a workbook become the answers a form would have given."""
