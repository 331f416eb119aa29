"""The words of the scrolled table, which is AG Grid's: those that it can show here."""

from __future__ import annotations

WORDS = {
    "loadingOoo": "Đang tải…",
    "loadingError": "Không tải được",
    "noRowsToShow": "Không có dòng nào",
    "filterOoo": "Lọc…",
    "applyFilter": "Áp dụng",
    "resetFilter": "Đặt lại",
    "clearFilter": "Bỏ lọc",
    "cancelFilter": "Hủy",
    "contains": "Chứa",
    "pinColumn": "Ghim cột",
    "pinLeft": "Ghim bên trái",
    "pinRight": "Ghim bên phải",
    "noPin": "Không ghim",
    "autosizeThisColumn": "Vừa cột này",
    "autosizeAllColumns": "Vừa mọi cột",
    "resetColumns": "Đặt lại cột",
    "sortAscending": "Sắp xếp tăng dần",
    "sortDescending": "Sắp xếp giảm dần",
    "sortUnSort": "Bỏ sắp xếp",
    "copy": "Chép",
    "ariaColumn": "Cột",
    "ariaFilterInput": "Ô lọc",
    "ariaFilterMenuOpen": "Mở danh mục lọc",
    "ariaFilteringOperator": "Cách lọc",
    "ariaFilterFromValue": "Lọc từ giá trị",
    "ariaHidden": "ẩn",
    "ariaMenuColumn": "Nhấn ALT và mũi tên xuống để mở danh mục cột",
    "ariaFilterColumn": "Nhấn CTRL và ENTER để mở bộ lọc",
    "ariaLabelColumnMenu": "Danh mục cột",
    "ariaLabelColumnFilter": "Bộ lọc cột",
    "ariaSortableColumn": "Nhấn ENTER để sắp xếp",
    "ariaRowSelect": "Nhấn phím cách để chọn dòng",
}
"""Its key -> Vietnamese."""
