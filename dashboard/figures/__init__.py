"""Charts as plain dictionaries: values in, a Plotly figure out.  Pure."""
