"""What two processes say to each other. The sandbox is given this folder, and nothing else of grading."""
