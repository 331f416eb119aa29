"""Charts as pictures: values in, an address that holds the picture out.  Pure."""
