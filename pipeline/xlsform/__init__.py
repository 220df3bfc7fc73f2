"""XLSForm to Form, what is wrong with a workbook, and what changed between two editions."""
