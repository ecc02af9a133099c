"""The nine stages of the week, a file each; build is the sum of campaign, collect and construct."""
