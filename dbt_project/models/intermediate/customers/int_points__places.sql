{{ config(materialized='table') }}

-- Grain: one wanted metering point and period in one book; periods never overlap.
{{ versions(
    ref('stg_cmis__point_books'), 'point_id', (ref('int_points__wanted'), 'point_id'),
    ['point_id', 'unit_code', 'book_code']
) }}
