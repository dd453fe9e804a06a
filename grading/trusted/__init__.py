"""Grading in which a submission cannot reach the tests: see `execute` for where it all starts."""
