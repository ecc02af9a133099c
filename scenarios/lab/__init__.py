"""Games of the laboratory: TOML files, nothing but data."""
