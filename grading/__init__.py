"""What instructors and maintainers need: building, checking and grading the lessons."""
