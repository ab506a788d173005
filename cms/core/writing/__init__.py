"""What helps somebody who writes a page: checks beside the form, previews, and forms that open with their structure."""
