"""Case lists to the tablets: which cases go to which form and zone, and the files they become."""
