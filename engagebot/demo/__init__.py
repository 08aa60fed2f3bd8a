"""A real homeserver on this machine, people with real clients, and a conversation in the terminal."""
