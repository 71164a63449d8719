"""The coordination meeting: what it is told, what it talks about, how it practises."""
