"""What looks over reviews, or over a whole review: status, board, year, documents, undo."""
