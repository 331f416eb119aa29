"""What a province costs: see README.md.  Not part of the product; nothing imports it."""
