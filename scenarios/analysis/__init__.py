"""What follows from results: effects, intervals, winners, ranks; on plain tables, without a run or a figure."""
