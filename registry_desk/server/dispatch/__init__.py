"""What goes out: numbered, listed for the post, mailed or handed over; proven, or returned."""
