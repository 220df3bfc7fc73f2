"""What to do next: whom to invite, which plans to examine, what is late, what to check; and the committee's pack."""
