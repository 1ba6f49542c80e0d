"""What breaks: killed programs, full and slow disks, clocks that step."""
