"""What accounts without any right try against a campaign, each on wikis that are put back before it."""
