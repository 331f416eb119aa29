-- What a careful administrator adds to the marts in PostgreSQL for the questions of benchmarks/questions.py.
-- MetricFlow filters by date_trunc('month', month_date).  PostgreSQL's own depends on the time zone, so no index can
-- hold it; this one does not, is taken for dates because it fits them exactly, and is folded into the query.
create or replace function public.date_trunc(text, date) returns date
language sql immutable parallel safe
return pg_catalog.date_trunc($1, $2::timestamp)::date;

create index on marts.agg_unit_month (public.date_trunc('month', month_date), unit_code);
create index on marts.agg_unit_month (month, unit_code);

create index on marts.agg_segment_month (public.date_trunc('month', month_date), unit_code);
create index on marts.agg_segment_month (month, unit_code);

create index on marts.fct_rule_results (public.date_trunc('month', month_date), unit_code, rule_id);
create index on marts.fct_rule_results (month, unit_code, rule_id);

-- The included columns let a year's energy by customer and the oldest cases be answered from the index alone.
create index on marts.fct_customer_month (public.date_trunc('month', month_date), unit_code) include (months_wrong);
create index on marts.fct_customer_month (public.date_trunc('month', month_date), customer_id) include (kwh_total);
create index on marts.fct_customer_month (month, unit_code) include (months_wrong);
create index on marts.fct_customer_month (month, customer_id) include (kwh_total);
create index on marts.fct_customer_month (customer_id, month);

create index on marts.dim_customers (customer_id);
