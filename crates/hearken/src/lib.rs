//! Configuration, wiring and command line.
