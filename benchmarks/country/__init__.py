"""A release of a corporation's size, and what questions and pages cost over it: see README.md."""
