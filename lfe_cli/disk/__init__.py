"""Who writes: the writer, the lock, and git. Only the terminal calls them."""
