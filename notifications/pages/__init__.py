"""What people see and choose of their messages."""
