"""The page Peringatan: gathers the situation, keeps what the rules find, says whose it is."""
