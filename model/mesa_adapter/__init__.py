"""The model as Mesa, pandas and networkx know models: an adapter over the engine."""
