"""The learning event: its papers, its day, the family, who comes."""
