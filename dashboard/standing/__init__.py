"""Where units stand: counts by verdict month by month, ranks, cases; for the pages Tổng quan and Đơn vị."""
