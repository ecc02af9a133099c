"""Projects that happened: what is known of their course, and how the model follows it (ODD 7.18)."""
