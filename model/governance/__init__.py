"""How needs are taken in, settled and decided: small rules that stages and systems share."""
