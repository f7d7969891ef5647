"""The letters: what is written to whom, their templates, drafts, mail and calendar."""
