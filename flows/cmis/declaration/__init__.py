"""What is read from CMIS: :data:`TABLES` in the words of :class:`Table` and :class:`Column`."""

from flows.cmis.declaration.tables import AGREEMENTS, KEY_CUSTOMERS, RAW_TABLES, RECIPIENTS, TABLES, table
from flows.cmis.declaration.vocabulary import ARROW_TYPES, ROW_NUMBER, Column, Control, Kind, Rule, Table

__all__ = [
    "AGREEMENTS",
    "ARROW_TYPES",
    "KEY_CUSTOMERS",
    "RAW_TABLES",
    "RECIPIENTS",
    "ROW_NUMBER",
    "TABLES",
    "Column",
    "Control",
    "Kind",
    "Rule",
    "Table",
    "table",
]
