"""Bills by the hundred thousand, put straight into the PostgreSQL behind the emulator."""

from __future__ import annotations

from flows.cmis.declaration import table
from tests.oracle_server import OracleServer, relation

BILLS = table("HDN_HDON")


def fill_bills(server: OracleServer, rows: int) -> None:
    """Bills of twelve months with a fraction in every kWh, in place of all that is there."""
    server.fill({})
    server.change(
        f"""insert into {relation(BILLS)} (id_hdon, ma_dviqly, ma_khang, ma_sogcs, ky, thang, nam, ngay_dky, ngay_cky,
            loai_hdon, dien_tthu)
        select i, 'PC02AA', 'PC02AA' || lpad((i % 20000)::text, 7, '0'), 'S' || i % 120, 1, 1 + i % 12, 2026,
            date '2026-01-01', date '2026-01-31', 'TD', (i % 90000) + 0.125
        from generate_series(1, {rows}) as i""",
        f"analyze {relation(BILLS)}",
    )
