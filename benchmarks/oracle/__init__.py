"""What reading CMIS over Oracle's wire costs."""
