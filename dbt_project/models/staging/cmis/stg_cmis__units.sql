select distinct
    ma_dviqly as unit_code,
    ten_dviqly as unit_name,
    ma_dvictren as parent_code
from {{ source('cmis', 'd_dvi_qly') }}
