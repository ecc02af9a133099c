"""Parameters estimated on data, with what is not identified."""
