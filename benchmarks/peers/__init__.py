"""The same questions put to other tools over the same marts: see README.md.  Nothing imports it but benchmarks."""
