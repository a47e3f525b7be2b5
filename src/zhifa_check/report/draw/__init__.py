"""What ``zhifa draw`` prints."""
