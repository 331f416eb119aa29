"""Parts of pages: values in, components out.  Pure."""
