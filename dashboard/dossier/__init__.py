"""One customer's file: the verdict of a month, what it rests on, and how it came to it over time."""

from dashboard.dossier.reading import read_dossier
from dashboard.dossier.values import Dossier, Finding, Month, Standing, Summary

__all__ = ["Dossier", "Finding", "Month", "Standing", "Summary", "read_dossier"]
