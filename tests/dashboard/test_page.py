from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from plotly.utils import PlotlyJSONEncoder

from dashboard import create_app, follow_releases
from dashboard.page import overview_page
from dashboard.reading import read_overview
from dashboard.texts import age
from phanky.identity import of_units, whole_company
from phanky.settings import load_settings
from semantic import Follower
from tests.dashboard.conftest import CASES, damaged_release
from tests.marts import case
from tests.whole_marts import WholeHouse, rows_of


def layout(client: FlaskClient) -> Any:
    answer = client.get("/_dash-layout")
    assert answer.status_code == 200
    return json.loads(answer.data)


def words(node: Any) -> Iterator[str]:
    """Every text that a reader sees, in order."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, list):
        for child in node:
            yield from words(child)
    elif isinstance(node, dict):
        yield from words(node.get("props", {}).get("children"))


def shown(client: FlaskClient) -> str:
    return " | ".join(words(layout(client)))


def test_the_page_leads_with_the_newest_month_and_the_last_closed_quarter_both_labelled(client: FlaskClient) -> None:
    text = shown(client)

    assert "T10/2026, cửa sổ T8–T10/2026 | 66,7 % | 1 thiếu kỳ · 1 thừa kỳ" in text
    assert "Quý đã chốt gần nhất: Q3/2026 | 50,0 % | 1 thiếu kỳ · 0 thừa kỳ" in text


def test_every_verdict_is_counted(client: FlaskClient) -> None:
    text = shown(client)

    assert "KH ngoài sinh hoạt | 7" in text
    for label, count in [
        ("Thiếu kỳ", 1),
        ("Thừa kỳ", 1),
        ("Theo thỏa thuận", 1),
        ("Chưa đủ dữ liệu", 1),
        ("Đúng phân kỳ", 3),
    ]:
        assert f"{label} | {count}" in text


def test_units_come_worst_first_with_both_shares(client: FlaskClient) -> None:
    text = shown(client)

    assert "Đông Hà | PC02AA | 6 | 2 | 1 | 1 | 1 | 1 | 60,0 % | 50,0 %" in text
    assert text.index("Đông Hà | PC02AA") < text.index("Thành Cổ | PC02BB")
    assert "Thành Cổ | PC02BB | 1 | 1 | 0 | 0 | 0 | 0 | 100,0 % | –" in text


def test_the_header_says_which_release_and_when_the_data_were_taken(client: FlaskClient, house: WholeHouse) -> None:
    (release,) = [path.name for path in (house.home / "releases").glob("20261124-*")]

    text = shown(client)

    assert f"Bản phát hành {release}" in text
    assert "Số liệu CMIS đến 06:12 24/11/2026" in text


def test_the_chart_says_in_words_what_it_shows(client: FlaskClient) -> None:
    assert "Nhiều nhất: Đông Hà, 1 thiếu kỳ, 1 thừa kỳ." in shown(client)


def test_a_month_without_wrong_customers_has_no_empty_chart(house: WholeHouse, client: FlaskClient) -> None:
    house.release(rows_of([case("PC02AA0000001")]))

    text = shown(client)

    assert "Không có khách hàng nào sai phân kỳ trong tháng này." in text


def test_before_the_first_release_the_page_says_what_to_do(tmp_path: Path) -> None:
    app = create_app(load_settings(home=tmp_path), whole_company("test"), follow_releases(tmp_path))

    text = shown(app.test_client())

    assert "Chưa có bản phát hành nào" in text
    assert "phanky run --source files" in text


def test_a_damaged_release_is_a_page_that_says_so_and_no_error(house: WholeHouse, client: FlaskClient) -> None:
    next((house.home / "releases").glob("*/marts/agg_unit_month/data.parquet")).write_bytes(b"")

    assert "Không đọc được bản phát hành" in shown(client)


def test_a_new_release_that_cannot_be_read_leaves_the_one_before_on_the_page_under_a_warning(
    client: FlaskClient, house: WholeHouse, releases: Follower
) -> None:
    assert "chưa dùng được" not in shown(client)
    new = damaged_release(house)
    releases.look()

    text = shown(client)

    assert f"Bản mới {new} chưa dùng được, trang vẫn hiện bản trước." in text
    assert "KH ngoài sinh hoạt | 7" in text


def test_what_one_unit_may_see_is_enough_for_the_page(house: WholeHouse, releases: Follower) -> None:
    text = shown(create_app(house.settings, of_units("giám đốc", "PC02BB"), releases).test_client())

    assert "KH ngoài sinh hoạt | 7" in text


def test_the_page_shows_a_new_release_without_being_opened_again(
    house: WholeHouse, client: FlaskClient, releases: Follower
) -> None:
    before = refresh(client, shown_release="another")
    house.release(rows_of([*CASES, case("PC02BB0000009")]))
    releases.look()

    after = refresh(client, shown_release=before["shown-release"]["data"])

    assert after["shown-release"]["data"] != before["shown-release"]["data"]
    assert "KH ngoài sinh hoạt | 8" in " | ".join(words(after["content"]["children"]))


def test_while_the_release_stays_nothing_is_sent_again(client: FlaskClient) -> None:
    current = refresh(client, shown_release="another")["shown-release"]["data"]

    assert refresh(client, shown_release=current) == {}


def test_a_hostile_value_from_the_browser_opens_nothing(client: FlaskClient) -> None:
    answer = refresh(client, shown_release={"../../etc": ["passwd"]})

    assert answer["shown-release"]["data"].startswith("20261124-")


def refresh(client: FlaskClient, *, shown_release: object) -> dict[str, Any]:
    """What the page asks every half minute."""
    output = "..content.children...shown-release.data.."
    asked = {
        "output": output,
        "outputs": [{"id": "content", "property": "children"}, {"id": "shown-release", "property": "data"}],
        "inputs": [{"id": "poll", "property": "n_intervals", "value": 1}],
        "state": [{"id": "shown-release", "property": "data", "value": shown_release}],
        "changedPropIds": ["poll.n_intervals"],
    }
    answer = client.post("/_dash-update-component", json=asked)
    assert answer.status_code in {200, 204}
    return json.loads(answer.data)["response"] if answer.status_code == 200 else {}


@pytest.mark.parametrize(("hours", "is_stale"), [(35, False), (37, True)])
def test_data_older_than_a_day_and_a_half_carry_a_warning(releases: Follower, hours: int, is_stale: bool) -> None:
    overview = read_overview(releases.current(whole_company("test")))
    now = overview.taken_at + timedelta(hours=hours)

    page = overview_page(overview, now=now, timezone="Asia/Ho_Chi_Minh").to_plotly_json()

    text = " | ".join(words(json.loads(json.dumps(page, cls=PlotlyJSONEncoder))))
    assert ("Số liệu chưa cập nhật" in text) is is_stale


def test_sample_data_are_marked_as_such(house: WholeHouse, client: FlaskClient, releases: Follower) -> None:
    assert "Số liệu mẫu" not in shown(client)
    house.release(rows_of([case("PC02AA0000001")]), source="sample")
    releases.look()
    assert "Số liệu mẫu" in shown(client)


def test_ages_are_told_in_the_largest_whole_unit() -> None:
    assert [age(timedelta(minutes=m)) for m in (0, 59, 60, 47 * 60, 48 * 60)] == [
        "cách đây 0 phút",
        "cách đây 59 phút",
        "cách đây 1 giờ",
        "cách đây 47 giờ",
        "cách đây 2 ngày",
    ]
