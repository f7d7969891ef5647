"""What a review is: intent, events and the state they come to, its files, changes to it."""
