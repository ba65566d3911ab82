//! What tests share: a whole application in process, builders, clocks.
