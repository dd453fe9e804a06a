"""Where a student's kernel runs: under bubblewrap, watched."""
