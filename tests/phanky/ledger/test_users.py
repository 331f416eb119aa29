from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from phanky.errors import UsageError
from phanky.identity import Identity, Role
from phanky.ledger import Ledger, Source, open_ledger
from phanky.ledger.users import Users
from phanky.settings import Settings

PASSWORD = "sông Hiếu mùa lũ 2026"


def put(ledger: Ledger, name: str = "lan", **changes: object) -> None:
    given = {"password": PASSWORD, "role": Role.DIRECTOR, "units": ["PC02AA"], "who": "quản trị"} | changes
    ledger.users.add(name, **given)  # type: ignore[arg-type]


def test_a_user_comes_back_as_an_identity_with_role_and_units(ledger: Ledger) -> None:
    put(ledger, display_name="Nguyễn Thị Lan", units=["PC02BB", "PC02AA"])

    found = ledger.users.find("lan")

    assert found is not None
    assert found.identity == Identity("lan", frozenset({"PC02AA", "PC02BB"}), Role.DIRECTOR)
    assert (found.display_name, found.source, found.is_disabled) == ("Nguyễn Thị Lan", Source.LOCAL, False)


@pytest.mark.parametrize("role", [Role.LEADER, Role.DEPARTMENT])
def test_leaders_and_departments_see_every_unit(ledger: Ledger, role: Role) -> None:
    put(ledger, role=role, units=[])

    found = ledger.users.find("lan")

    assert found is not None
    assert found.identity.may_see("PC01BB")
    assert found.identity.scope_key == "*"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": "Lan"}, "Tên đăng nhập “Lan” không dùng được: 2–64 ký tự a–z"),
        ({"name": "sso:lan"}, "không dùng được"),
        ({"role": Role.STAFF, "units": []}, "Vai trò staff cần ít nhất một đơn vị: thêm --unit, ví dụ --unit PC02AA."),
        ({"role": Role.LEADER}, "Vai trò leader xem mọi đơn vị: bỏ --unit, hoặc chọn director hay staff."),
        ({"units": ["PC02AA,PC02BB"]}, "Mã đơn vị “PC02AA,PC02BB” không đúng dạng: chữ hoa và số, ví dụ PC02AA."),
        ({"password": "mười một k"}, "Mật khẩu quá ngắn: phải có ít nhất 12 ký tự. Chọn mật khẩu dài hơn."),
        ({"password": "x" * 201}, "Mật khẩu quá dài: tối đa 200 ký tự. Chọn mật khẩu ngắn hơn."),
        ({"password": "aaaaaaaaaaaaaaa"}, "Mật khẩu dễ đoán"),
        ({"name": "phong-kd", "password": "Phong-KD-2026!"}, "Mật khẩu dễ đoán: chứa tên đăng nhập"),
    ],
)
def test_what_cannot_be_a_user_is_refused_with_the_reason(
    ledger: Ledger, changes: dict[str, object], told: str
) -> None:
    with pytest.raises(UsageError) as refusal:
        put(ledger, **changes)  # type: ignore[arg-type]

    assert told in str(refusal.value)
    assert ledger.users.all() == []


def test_a_name_is_given_once(ledger: Ledger) -> None:
    put(ledger)

    with pytest.raises(UsageError, match="Đã có người dùng lan"):
        put(ledger)


def test_only_name_and_password_together_open(ledger: Ledger) -> None:
    put(ledger)
    put(ledger, "hoa", password="đèo Lao Bảo sương mù")

    assert ledger.users.with_password("lan", PASSWORD) == ledger.users.find("lan")
    wrong = [("lan", "sai"), ("hoa", PASSWORD), ("ai", PASSWORD), ("", ""), ("lan", "\ud800"), ("l\0", "")]
    for name, password in wrong:
        assert ledger.users.with_password(name, password) is None


def test_a_password_typed_on_another_keyboard_is_the_same(ledger: Ledger) -> None:
    import unicodedata

    put(ledger, password=unicodedata.normalize("NFC", PASSWORD))

    assert ledger.users.with_password("lan", unicodedata.normalize("NFD", PASSWORD)) is not None


def test_a_password_is_nowhere_in_what_comes_out(ledger: Ledger) -> None:
    put(ledger)

    shown = f"{ledger.users.all()} {ledger.audit()}"

    assert "sông Hiếu" not in shown
    assert "argon2" not in shown


def test_every_change_ends_the_sessions_and_is_in_the_audit_log(ledger: Ledger) -> None:
    put(ledger)
    generations = [ledger.users.find("lan").generation]  # type: ignore[union-attr]
    for entry in (
        ledger.users.set_password("lan", "đèo Lao Bảo sương mù", who="hoa"),
        ledger.users.change("lan", role=Role.STAFF, units=["PC02BB"], who="hoa"),
        ledger.users.set_disabled("lan", True, who="hoa"),
        ledger.users.set_disabled("lan", False, who="hoa"),
    ):
        generations.append(entry.generation)

    assert generations == [1, 2, 3, 4, 5]
    assert [(note.who, note.what) for note in reversed(ledger.audit())] == [
        ("quản trị", "user_add"),
        ("hoa", "user_passwd"),
        ("hoa", "user_change"),
        ("hoa", "user_disable"),
        ("hoa", "user_enable"),
    ]
    assert ledger.audit()[0].detail == "lan: staff, PC02BB"
    assert ledger.users.with_password("lan", PASSWORD) is None


def test_a_disabled_user_does_not_come_in_with_the_right_password(ledger: Ledger) -> None:
    put(ledger)
    ledger.users.set_disabled("lan", True, who="hoa")

    assert ledger.users.with_password("lan", PASSWORD) is None


@pytest.mark.parametrize(
    "change",
    [
        lambda users: users.set_password("ai", PASSWORD, who="hoa"),
        lambda users: users.change("ai", role=Role.LEADER, who="hoa"),
        lambda users: users.set_disabled("ai", True, who="hoa"),
    ],
    ids=["passwd", "change", "disable"],
)
def test_a_user_that_is_not_there_is_named(ledger: Ledger, change: Callable[[Users], None]) -> None:
    with pytest.raises(UsageError, match=r"Không có người dùng ai\. Xem danh sách: phanky users list\."):
        change(ledger.users)


def test_someone_vouched_for_keeps_the_generation_until_role_or_units_change(ledger: Ledger) -> None:
    def admit(role: Role, *units: str) -> int:
        name, source = "sso:7f3", Source.OIDC
        return ledger.users.admit(name, display_name="Lan", role=role, units=units, source=source).generation

    assert [admit(Role.STAFF, "PC02AA"), admit(Role.STAFF, "PC02AA"), admit(Role.STAFF, "PC02BB")] == [1, 1, 2]
    assert admit(Role.LEADER) == 3
    assert not ledger.users.has_passwords()
    with pytest.raises(UsageError, match="không có mật khẩu ở đây"):
        ledger.users.set_password("sso:7f3", PASSWORD, who="hoa")


def test_a_name_added_by_eight_programs_at_once_is_added_once(settings: Settings) -> None:
    refused: list[str] = []

    def add() -> None:
        with open_ledger(settings) as ledger:
            try:
                put(ledger)
            except UsageError as error:
                refused.append(str(error))

    threads = [threading.Thread(target=add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 7
    with open_ledger(settings) as ledger:
        assert [user.name for user in ledger.users.all()] == ["lan"]
