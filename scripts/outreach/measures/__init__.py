"""Did it work: those asked against those held out, before and after, criteria and monthly reports."""
