"""CMIS on Oracle: one read-only transaction in a process of its own, watched by the clock.

``source`` makes the source that the settings describe, ``examining`` looks at the way to it for ``phanky doctor``.
Nothing is imported here, so that the reading process starts quickly.
"""
