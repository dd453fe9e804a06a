"""From lesson texts to notebooks: build, lint, known answers, bundle."""
