"""Common ground of the system: settings, errors, progress, identity, ledger and the command line."""
