"""For those who run the system: is it well, how much does it do, what did it do."""
