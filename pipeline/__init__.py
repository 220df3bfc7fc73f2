"""From XLSForms filled on tablets to rows an analyst can read; the folders are the way of a submission."""
