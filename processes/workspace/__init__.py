"""What people work from: inbox, tasks, lists."""
