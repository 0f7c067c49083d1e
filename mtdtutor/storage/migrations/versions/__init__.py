"""The steps, oldest first; none knows anything of the program around it."""
