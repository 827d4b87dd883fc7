"""Questions as files: one .rq each, with a header that says what it asks and answers."""
