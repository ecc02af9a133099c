"""What a ranking over uncertain parameters says, computed on plain arrays."""
