"""What pages show that look across several apps."""
