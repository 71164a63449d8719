"""The one door for facts. Judged here, stored here, then applied; nowhere else.

Pages and API may call `accept`; `accept` calls services; services never call back.
"""
