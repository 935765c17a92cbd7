"""Agreement between annotators, layer by layer."""
