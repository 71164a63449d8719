"""Roads and rivers as a graph: arcs with provenance, modes, matrices, routes."""
