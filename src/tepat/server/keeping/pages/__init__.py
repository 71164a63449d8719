"""Pages about the log: the room, its quarantine, its devices, one fact, and the public page.

They stand here and not in `server/log`, since they name places, devices and people too.
"""
