"""What is measured: each file asks the contenders in turn and gives one part of the page."""
