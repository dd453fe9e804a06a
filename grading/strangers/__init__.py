"""What strangers send, held within bounds: of time and memory, of a terminal, of a spreadsheet."""
