"""The model and simple baselines beside what was observed."""
