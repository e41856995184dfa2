"""What the gate costs."""
