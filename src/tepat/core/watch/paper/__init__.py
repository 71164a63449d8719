"""The paper channel: berita acara that were signed with ink, typed in by a clerk."""
