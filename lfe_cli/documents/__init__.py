"""What is issued: Word, mail drafts, calendar files, and the one-page fit."""
