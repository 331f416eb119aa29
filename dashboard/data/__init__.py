"""Dữ liệu: where the figures come from, how they were checked, and how they agree with CMIS."""
