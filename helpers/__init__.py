"""What the notebooks import: checks, pictures, data and training. Importing this loads nothing."""
