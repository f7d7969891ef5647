"""The terminal: one thin module for each command. Only here: typer, rich, and the writer."""
