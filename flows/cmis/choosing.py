"""Which source a run is asked for."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

from flows.cmis.files import FilesSource
from flows.cmis.sample import SampleSource
from flows.cmis.source import Source
from phanky.errors import UsageError
from phanky.settings import Settings

SourceName = Literal["sample", "files", "oracle"]


def choose_source(
    name: str, settings: Settings, *, as_of: date, path: Path | None = None, customers: int = 2000, months: int = 24
) -> Source:
    """The source called ``name``.

    Args:
        path: folder or zip of table exports, for ``files``.
        customers, months: size of the sample, for ``sample``.

    Raises:
        UsageError: an unknown name, or ``files`` without a path.
    """
    if name == "sample":
        return SampleSource(customers=customers, months=months, as_of=as_of)
    if name == "files":
        if path is None:
            raise UsageError("Nguồn files cần --path: thư mục hoặc tệp zip chứa các bảng xuất từ CMIS.")
        return FilesSource(path, work_dir=settings.work_dir, rejects_limit=settings.rejects_limit)
    if name == "oracle":
        from flows.cmis.oracle.source import oracle_source

        return oracle_source(settings, as_of)
    raise UsageError(f"Không có nguồn “{name}”. Dùng sample, files hoặc oracle.")
