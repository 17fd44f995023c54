"""People who exist nowhere else, let through every command and room, and searched for where nobody belongs."""
