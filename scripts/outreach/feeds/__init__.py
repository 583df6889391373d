"""News on a wiki page: feeds of blogs, forums and lists, read, merged, and kept on the page."""
