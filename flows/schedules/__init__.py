"""What runs by itself, and when: thin Prefect flows over plain functions.

* :mod:`timetable` says what runs when; :mod:`moments` what day a run is for, however late it starts.
* :mod:`jobs` are the plain functions; they need no Prefect.
* :mod:`running` is the process that Prefect's scheduler gives its runs to, :mod:`server` a Prefect server of our own.

Nothing of Prefect is imported here: it takes seconds, and ``phanky run`` does without.
"""

from flows.schedules.timetable import TIMETABLE, Entry

__all__ = ["TIMETABLE", "Entry"]
