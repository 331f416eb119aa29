from __future__ import annotations

from pathlib import Path

import pytest

from phanky.errors import ConfigurationError
from phanky.settings import load_settings


def test_lists_are_comma_separated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHANKY_ACTIVE_BILL_KINDS", "TD, TC,TG")
    monkeypatch.setenv("PHANKY_INTERNAL_GROUPS", "")
    settings = load_settings()
    assert settings.active_bill_kinds == ("TD", "TC", "TG")
    assert settings.internal_groups == ()
    assert settings.wholesale_groups == ("SHBN", "BB*")


def test_a_wrong_setting_is_named_with_what_it_should_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHANKY_TARGET", "mysql")
    with pytest.raises(ConfigurationError, match="PHANKY_TARGET: Input should be 'duckdb', 'postgres' or 'spark'"):
        load_settings()


@pytest.mark.parametrize("address", ["javascript:alert(1)", "prefect:4200", "http://a b", 'http://a"'])
def test_the_address_of_prefect_is_one_that_can_be_linked(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("PHANKY_PREFECT_URL", address)
    with pytest.raises(ConfigurationError, match="PHANKY_PREFECT_URL"):
        load_settings()


def test_the_address_of_postgres_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "dsn"
    file.write_text("postgresql://phanky:bi-mat@db/phanky\n", encoding="utf-8")
    settings = load_settings(postgres_dsn_file=file)
    assert settings.postgres_address() == "postgresql://phanky:bi-mat@db/phanky"
    assert "bi-mat" not in repr(settings)


def test_everything_lies_under_one_folder(tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path)
    assert settings.warehouse_file == tmp_path / "warehouse.duckdb"
    assert settings.ledger_address == f"sqlite:///{tmp_path / 'ledger.db'}"


def test_a_secret_file_that_cannot_be_read_is_named_by_its_setting(tmp_path: Path) -> None:
    settings = load_settings(portal_secret_file=tmp_path / "không-có")

    with pytest.raises(ConfigurationError, match=r"PHANKY_PORTAL_SECRET_FILE: không đọc được .*không-có"):
        settings.secret("portal_secret")


def test_names_of_groups_may_hold_commas_and_equals_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHANKY_OIDC_GROUPS", "CN=pk,OU=qt=leader; gd=director:PC02AA+PC02BB ;")

    assert load_settings().oidc_groups == ("CN=pk,OU=qt=leader", "gd=director:PC02AA+PC02BB")
