"""Making companies: what is asked, block by block, longer, elsewhere, and how much it would take."""
