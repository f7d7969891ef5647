"""Who was asked and what came back: the forms, their letters, and the returns, never trusted."""
