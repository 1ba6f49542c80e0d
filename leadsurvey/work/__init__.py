"""What takes long, done by a process of its own: it can be stopped and taken up again, and doubles nothing."""
