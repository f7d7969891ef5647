"""The page, whether it is safe and how far it is: the report, its stages, earlier pages."""
