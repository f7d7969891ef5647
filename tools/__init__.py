"""What the maintainers of the project run."""
