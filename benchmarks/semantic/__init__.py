"""What questions cost through the semantic layer, beside the same SQL on DuckDB and on PostgreSQL: see README.md."""
