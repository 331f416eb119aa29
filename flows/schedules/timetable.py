"""What runs when, in the company's own time zone, wherever the machine stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

DIGEST_WAIT_MINUTES = 5
"""How long they wait for a run in progress."""

SNAPSHOT_TIME = time(5, 30)


@dataclass(frozen=True)
class Entry:
    """One line of the timetable.

    Attributes:
        name: of the deployment in Prefect.
        flow: module path of the flow.
        crons: when, all of them in the company's zone.
        tells: what it does, in Vietnamese, where Prefect's page shows it.
    """

    name: str
    flow: str
    crons: tuple[str, ...]
    tells: str


TIMETABLE = (
    Entry(
        "full-snapshot",
        "flows.snapshot_and_publish.snapshot_and_publish",
        ("30 5 * * *",),
        "Ảnh chụp đầy đủ lúc 05:30: đọc, kiểm tra, tính, phát hành.",
    ),
    Entry(
        "incremental",
        "flows.schedules.flows.incremental",
        # From 06:30 to 18:00, both included.
        ("30-59/5 6 * * *", "*/5 7-17 * * *", "0 18 * * *"),
        "Cập nhật 5 phút một lần; số liệu không đổi thì không có bản mới.",
    ),
    Entry("daily-digest", "flows.schedules.flows.daily_digest", ("0 7 * * *",), "Tin 07:00, mỗi người đúng một lần."),
    Entry(
        "retention",
        "flows.schedules.flows.retention",
        ("30 18 * * *",),
        "Dọn bản phát hành và tệp nguồn không ai cần nữa.",
    ),
    Entry(
        "quarter-close",
        "flows.schedules.flows.quarter_close",
        ("0 8 5,10,15 1,4,7,10 *",),
        "Nhắc chốt quý vừa qua khi chưa chốt.",
    ),
)
"""Everything that runs by itself."""
