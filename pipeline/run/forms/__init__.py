"""Workbooks checked, compared with what tablets have, deployed and read back."""
