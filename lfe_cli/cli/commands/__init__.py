"""The commands, by the phase of a review's life: one thin module for those that belong together."""
