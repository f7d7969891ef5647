"""What a review is: settings, manifest, history, places of files, working days."""
