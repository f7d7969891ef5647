"""Word and Excel packages: opened safely, walked, and written reproducibly."""
