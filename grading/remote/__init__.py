"""What two processes say to each other: all of grading that the sandbox is given."""
