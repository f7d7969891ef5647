"""What the tests share, one idea a module."""
