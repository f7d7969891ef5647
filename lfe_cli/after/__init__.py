"""What became of it: the subgroup, the actions, the difference they made, the end."""
