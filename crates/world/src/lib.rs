//! A simulated network and the cast of the demo world: made-up brands, obviously fictional handles,
//! and posts about them in several languages. The same seed makes the same posts.

mod brands;
mod network;
mod random;
mod sentences;

pub use brands::{AGENCY, Brand, CUSTOMERS, Organization, Topic};
pub use network::SimulatedNetwork;
