"""What comes back, and is not trusted: opened safely, read, recovered."""
