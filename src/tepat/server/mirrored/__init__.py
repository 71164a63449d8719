"""A room as an installation of its own, on a mirror of KPU's log that it verified itself."""
