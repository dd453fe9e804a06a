"""nbgrader's autograde: screen, repair, sandbox, test, save."""
