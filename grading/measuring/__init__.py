"""How good it is: accuracy, attacks, benchmarks."""
