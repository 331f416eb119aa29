"""Build: the dbt project run over a loaded warehouse, tested, and documented.

:func:`build` is the gate in front of a release: it returns only when every model was built and every data test ran and
passed.  :func:`metric_definitions` is what the semantic layer answers by; :func:`documentation` is the auditors' copy
of the rules, one offline file.
"""

from flows.build.definitions import definitions_of, metric_definitions
from flows.build.documentation import documentation
from flows.build.project import code_version, rules_hash
from flows.build.running import BuildReport, build

__all__ = [
    "BuildReport",
    "build",
    "code_version",
    "definitions_of",
    "documentation",
    "metric_definitions",
    "rules_hash",
]
