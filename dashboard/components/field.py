"""A field to type into: plain HTML that Dash's own components do not have."""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component

_PROPERTIES = ["id", "name", "value", "type", "placeholder", "autoComplete", "inputMode", "min", "max", "step", "list"]


class Field(Component):
    """An ``<input>`` of a form.

    The server says what stands in it at first; what is typed stays in the browser until the form is sent.
    ``assets/front.js`` draws it.

    Args:
        properties: ``name`` (of the filter), ``value``, ``type`` (``search``, ``number``, ``hidden`` …), ``id``,
            ``placeholder``, ``inputMode``, ``min``, ``max``, ``step``; and ``aria-…``.
    """

    _children_props: list[str] = []  # noqa: RUF012  # Dash reads these names from the class
    _base_nodes = ["children"]  # noqa: RUF012
    _namespace = "phanky"
    _type = "Field"

    def __init__(self, **properties: Any) -> None:
        self._prop_names = _PROPERTIES
        self._valid_wildcard_attributes = ["data-", "aria-"]
        self.available_properties = _PROPERTIES
        self.available_wildcard_properties = ["data-", "aria-"]
        given = {name: value for name, value in properties.items() if value is not None}
        super().__init__(**given)  # type: ignore[no-untyped-call]
