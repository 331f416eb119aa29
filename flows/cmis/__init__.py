"""The only code that knows CMIS's names and formats."""
