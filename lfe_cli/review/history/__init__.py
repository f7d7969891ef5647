"""What reads a history, compares two that went on apart, and puts one right."""
