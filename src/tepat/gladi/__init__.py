"""Gladi: an election is played before it happens, by a field that is made of programs.

The installation under rehearsal is the ordinary server in a folder of its own. What is played
here speaks to it as people and phones do, over HTTP and the protocol of phones; it knows no
table of the server. What really happens in the played field is written to `lapangan/`,
which the server never reads.
"""
