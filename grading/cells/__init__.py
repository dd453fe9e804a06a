"""What a notebook's cells are for, and which names their code binds."""
