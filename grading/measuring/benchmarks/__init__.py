"""Time: the decoders in a race, lessons, grading."""
