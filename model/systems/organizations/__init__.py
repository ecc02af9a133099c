"""Organizations reach everyone (ODD 7.17)."""
