"""From CMIS to a published release: sources, landing, load, build, publish."""
