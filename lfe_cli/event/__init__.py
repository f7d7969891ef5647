"""What the learning event needs: its papers, its day, the family, who comes."""
