"""What is written to whom: the letters, their templates, drafts, mail and calendar."""
