"""Every sentence of the pages that does not come out of a release: one module a page, and the shell's."""
