"""Reading companies: as frames, by SQL, and real logs with the same face."""
