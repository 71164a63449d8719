"""What phones ask the server besides bringing facts: manifest, photos, proofs, witnessing."""
