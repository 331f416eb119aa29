"""How long a change in CMIS takes to an open page, and what taking changes alone saves."""
