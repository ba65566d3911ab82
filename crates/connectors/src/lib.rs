//! What talks to networks: connector traits, their registry, one folder per network.
