-- Grain: one wanted metering point and period of one owner; periods never overlap.
{{ versions(
    ref('stg_cmis__metering_points'), 'point_id', (ref('int_points__wanted'), 'point_id'),
    ['point_id', 'customer_id']
) }}
