"""What graded work may show."""
