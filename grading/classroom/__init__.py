"""A class: collect, marks, report, demo."""
