"""What a certified municipality promises businesses, in its own words."""
