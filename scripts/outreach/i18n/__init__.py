"""The words that the scripts write on wikis: a folder for each script, a file for each language."""
