{#- What dbt-spark would do otherwise than the models need it. -#}

{#- Marts with rows of customers lie in a folder for each managing unit, as in a release. -#}
{% macro spark__partition_cols(label, required=false) -%}
    {%- if config.get('meta', {}).get('scope') == 'unit' %}
    {{ label }} (managing_unit_code)
    {%- endif -%}
{%- endmacro %}

{#- Seeds as literals: dbt-spark's session writes an empty value as the word None, and does not double quotes. -#}
{% macro spark__load_csv_rows(model, agate_table) -%}
    {%- set types = model['config'].get('column_types', {}) -%}
    {%- set rows = [] -%}
    {%- for row in agate_table.rows -%}
        {%- set values = [] -%}
        {%- for value in row -%}
            {%- set name = agate_table.column_names[loop.index0] -%}
            {%- set type = types.get(name, adapter.convert_type(agate_table, loop.index0)) -%}
            {%- set literal = 'null' if value is none else text_literal(value | string) -%}
            {%- do values.append('cast(' ~ literal ~ ' as ' ~ type ~ ')') -%}
        {%- endfor -%}
        {%- do rows.append('(' ~ (values | join(', ')) ~ ')') -%}
    {%- endfor -%}
    {%- set sql = 'insert into ' ~ this.render() ~ ' values ' ~ (rows | join(', ')) -%}
    {%- do adapter.add_query(sql, abridge_sql_log=True) if rows -%}
    {{ return(sql) }}
{%- endmacro %}

{#- Parquet tables hold no constraints: what the contract says is never empty is counted instead. -#}
{% macro spark__persist_constraints(relation, model) -%}
    {%- set held = [] -%}
    {%- for column in model.columns.values() if column.constraints | selectattr('type', 'equalto', 'not_null') | list -%}
        {%- do held.append(column.name) -%}
    {%- endfor -%}
    {%- if held and model.config.contract.enforced -%}
        {%- set counts = [] -%}
        {%- for name in held -%}{%- do counts.append('count(*) - count(' ~ name ~ ') as ' ~ name) -%}{%- endfor -%}
        {%- set counted = run_query('select ' ~ counts | join(', ') ~ ' from ' ~ relation).rows[0] -%}
        {%- for name in held if counted[name] != 0 -%}
            {{ exceptions.raise_compiler_error(model.name ~ '.' ~ name ~ ' is null in ' ~ counted[name] ~ ' rows') }}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
