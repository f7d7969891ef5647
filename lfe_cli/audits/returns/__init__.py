"""What came back: whose it is, what is answered in it, and what to say of it. Never trusted."""
