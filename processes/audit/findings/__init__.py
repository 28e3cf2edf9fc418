"""What is graded at the visit, and corrected before the report is locked."""
