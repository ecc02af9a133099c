"""Parameter sets that what was observed has not ruled out: facts, worlds, waves (ODD 9.1)."""
