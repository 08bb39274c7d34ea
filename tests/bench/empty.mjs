// What every import costs that imports nothing.
