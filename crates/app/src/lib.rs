//! Use-cases: authorize, validate, act, audit. The only crate the edges call.
