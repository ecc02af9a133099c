"""Files into scenarios, games and cases: read, extended, overridden and checked whole."""
