"""What stands around every page: the frame, the first paint, the scripts."""
