"""What an answer is about: the outcome that mechanisms are ranked by, and the least difference that counts in it."""

HEADLINE = "net_present_value_yuan"
"""The outcome that mechanisms are ranked by, and that sentences, maps and switches of modelling choices are about.

It is one of the headline outcomes of `dizao.model.outputs.outcomes`, all of which stand in the first table.
"""

LEAST_YUAN = 0.01
"""One fen: what differs by less, in the outcome's unit, is equal; a group of households that has not so much more or
less together is as well off as before."""
