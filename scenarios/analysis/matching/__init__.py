"""History matching on plain arrays: what is implausible, emulators of it, and the region that is left (ODD 9.1)."""
