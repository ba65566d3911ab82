//! Simulated networks and the seeded demo world.
