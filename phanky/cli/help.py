"""Help pages and usage errors in Vietnamese: what typer itself would say in English."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from phanky.errors import UsageError

OPTIONS = "Tùy chọn"
ARGUMENTS = "Tham số"
_HELP = "Hiện hướng dẫn này rồi thoát."


def _translated(option: Any) -> Any:
    if option is not None:
        option.help, option.rich_help_panel, option.metavar = _HELP, OPTIONS, ""
    return option


def _use_vietnamese_marks() -> None:
    # Typer's documented way to change these is to set them; rich is loaded only when help is really shown.
    from typer import rich_utils

    rich_utils.DEFAULT_STRING = "(mặc định: {})"
    rich_utils.REQUIRED_LONG_STRING = "(bắt buộc)"
    rich_utils.ENVVAR_STRING = "(biến môi trường: {})"


class Command(TyperCommand):
    """A command whose help page is Vietnamese."""

    def get_help_option(self, ctx: Any) -> Any:
        """The option --help."""
        return _translated(super().get_help_option(ctx))

    def get_usage(self, ctx: Any) -> str:
        """The usage line."""
        return super().get_usage(ctx).replace("Usage:", "Cách dùng:", 1)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page."""
        _use_vietnamese_marks()
        super().format_help(ctx, formatter)


class Group(TyperGroup):
    """The program itself, with a Vietnamese help page."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the arguments name."""
        known = self.list_commands(ctx)
        if args and not args[0].startswith("-") and args[0] not in known:
            near = get_close_matches(args[0], known, n=3)
            hint = f" Gần giống: {', '.join(near)}." if near else ""
            raise UsageError(f"Không có lệnh “{args[0]}”.{hint} Xem “phanky --help”.")
        return super().resolve_command(ctx, args)

    def get_help_option(self, ctx: Any) -> Any:
        """The option --help."""
        return _translated(super().get_help_option(ctx))

    def get_usage(self, ctx: Any) -> str:
        """The usage line."""
        return super().get_usage(ctx).replace("Usage:", "Cách dùng:", 1)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page."""
        _use_vietnamese_marks()
        super().format_help(ctx, formatter)


def usage_message(error: typer.TyperException) -> str:
    """A usage error in one Vietnamese line that says where to look."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "phanky"
    return f"{_problem(error)} Xem “{path} --help”."


def _problem(error: typer.TyperException) -> str:
    name = type(error).__name__
    parameter = getattr(error, "param", None)
    shown = _shown(parameter) if parameter is not None else getattr(error, "param_hint", None) or ""
    match name:
        case "MissingParameter":
            return f"thiếu {shown}."
        case "NoSuchOption":
            near = getattr(error, "possibilities", None) or ()
            hint = f" Gần giống: {', '.join(sorted(near))}." if near else ""
            return f"không có tùy chọn {getattr(error, 'option_name', '')}.{hint}"
        case "BadParameter":
            return f"giá trị của {shown} không hợp lệ: {_reason(error.message)}."
        case _:
            return error.format_message()


_REASONS = (
    (r".*?'(.*)' is not one of (.*)", r"“\1”, chỉ nhận \2"),
    (r".*greater than or equal to (.*)", r"phải từ \1 trở lên"),
    (r".*less than or equal to (.*)", r"không được quá \1"),
    (r".*?'(.*)' does not match the formats? .*", r"“\1”, viết dạng 2026-11-24"),
    (r".*valid integer.*", "phải là số nguyên"),
)


def _reason(message: str) -> str:
    for pattern, words in _REASONS:
        found = re.fullmatch(pattern, message, flags=re.DOTALL)
        if found is not None:
            return found.expand(words).rstrip(".")
    return message.rstrip(".")


def _shown(parameter: Any) -> str:
    options = [option for option in parameter.opts if option.startswith("-")]
    return f"tùy chọn {'/'.join(options)}" if options else f"tham số {parameter.metavar or parameter.name}"
