"""What goes on beside a proposal: a refusal in the same act, and new material."""
