//! Tests of the API, with real requests to a whole application in this process.

mod access;
mod document;
