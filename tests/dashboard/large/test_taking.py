from __future__ import annotations

import openpyxl

from dashboard.address import Address
from dashboard.large.reading import listed, read_asked
from dashboard.large.taking import _worded, large_workbook
from dashboard.view import View


def test_the_workbook_holds_every_customer_of_the_question_with_real_numbers(dong_ha: View) -> None:
    asked = read_asked(dong_ha, Address.parse("/khach-hang-lon", "?thay-doi=-50"))

    with large_workbook(dong_ha, asked, _worded(dong_ha, listed(dong_ha, asked))) as file:
        book = openpyxl.load_workbook(file)

    rows = [[cell.value for cell in row] for row in book["Khách hàng lớn"].iter_rows(min_row=2)]
    assert [row[:6] for row in rows] == [
        [1, "PC02AA0000001", "Thép Đông Hà", "Đông Hà", "SXBT", 600_000],
        [2, "PC02AA0000002", "Trường học", "Đông Hà", "KDDV", 120_000],
        [3, "PC02AA0000003", "Trạm bơm", "Đông Hà", "KDDV", 30_000],
    ]
    assert (rows[0][10], rows[0][11], rows[0][12]) == (-300_000, -0.4, "Thiếu kỳ")
    assert rows[2][13:] == ["Thủy lợi", "Hai nguồn"]
