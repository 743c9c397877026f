"""The named measures of each member, and the sums that rankings listen to."""
