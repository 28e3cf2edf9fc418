"""What many years of many organisations weigh, and what they cost: ``make growth``, by hand."""
