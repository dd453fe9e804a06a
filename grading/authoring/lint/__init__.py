"""The rules that a graded notebook must keep."""
