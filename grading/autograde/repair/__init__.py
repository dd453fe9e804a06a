"""Putting damaged notebooks together again, so that they can be graded."""
