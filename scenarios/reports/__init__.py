"""Reports: tables, sentences and figures of results; they know nothing of the model."""
