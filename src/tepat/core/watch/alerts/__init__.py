"""Alerts: what is not as it should be now, whose it is, and the one thing to do.

`kinds` is the one list. `rules` are functions over a frozen `Situation`; they return
`Found` values. `lifecycle` compares what is found with what stands open: one cause is one
alert while it lasts. Nothing here reads a clock or a table.
"""
