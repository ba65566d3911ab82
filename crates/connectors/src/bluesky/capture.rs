//! Captures: frames of Jetstream as lines of a file.

use super::{Frame, convert};
use crate::files::decode::{Decode, Step};

/// Reads lines of a capture, version 1 and 2 mixed as they come.
#[derive(Clone, Copy, Debug)]
pub struct CaptureDecoder;

impl Decode for CaptureDecoder {
    fn line(&mut self, line: &[u8]) -> Step {
        if line.iter().all(u8::is_ascii_whitespace) {
            return Step::Nothing;
        }
        match convert(line) {
            Ok(Frame::Event(event)) => event.item.map_or(Step::Passed, Step::Item),
            Ok(Frame::Info { .. } | Frame::Error { .. }) => Step::Passed,
            Err(reject) => Step::Reject(reject),
        }
    }
}
