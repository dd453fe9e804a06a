"""The corpus of bad submissions in `tests/submissions`, here and with stock nbgrader."""
