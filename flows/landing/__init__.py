"""Landing: what a source holds, checked and kept as a snapshot of content-addressed Parquet files.

:func:`land` takes a snapshot, whole or by what changed since the one before; a snapshot exists once its manifest does.
:func:`manifests` and :func:`read_manifest` find kept ones, :func:`verify` proves that the files are still what was
written, :func:`landing_path` says where a file lies.
"""

from flows.landing.live import is_live
from flows.landing.manifest import LandedFile, Manifest, UnitMonth, current_layout
from flows.landing.store import landing_path, manifests, read_manifest, verify
from flows.landing.taking import land

__all__ = [
    "LandedFile",
    "Manifest",
    "UnitMonth",
    "current_layout",
    "is_live",
    "land",
    "landing_path",
    "manifests",
    "read_manifest",
    "verify",
]
