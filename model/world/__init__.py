"""The world that a run starts from: places, people, ties, projects, and what a scenario pins."""
