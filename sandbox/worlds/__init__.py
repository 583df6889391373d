"""The worlds that the sandbox can be filled with; each module has `build(now) -> World`."""
