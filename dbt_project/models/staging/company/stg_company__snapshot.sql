select
    snapshot_id,
    source,
    as_of_date,
    taken_at
from {{ source('company', 'snapshot') }}
