"""Types that the engine and the tasks share: a job, its source, its end, its errors, its deadline and its folder."""
