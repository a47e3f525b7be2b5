"""The commands, one thin file each: parse options, call run, show, exit."""
