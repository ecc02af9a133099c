"""Games of the laboratory, played by the district's compiled rules (ODD 8)."""
