"""What each command does: from a review and its inputs to changes. Writes nothing."""
