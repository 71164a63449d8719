"""From a sheet as an office keeps it to the TPS of one election.

`sheet` is what a file was opened into, `headers` finds the columns, `cells` reads one
cell, `names` finds the desa, `personal` refuses voters' data, `reading` joins them, and
`difference` compares the outcome with what is known.
"""
