"""Writing results: JSON Lines and CSV."""
