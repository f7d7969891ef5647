"""A fictional review from start to finish, played with what the commands use."""
