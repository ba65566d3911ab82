//! Records of a CSV file, put together from lines under a cap.

use crate::{Reject, RejectCode};
use csv_core::{ReadRecordResult, Reader, ReaderBuilder, Terminator};

/// Largest record, in bytes; one that is larger most likely has a quote that is never closed.
const RECORD_LIMIT: usize = 256 * 1024;
/// Most columns.
const COLUMN_LIMIT: usize = 1000;

/// A record being read, line by line, under a cap.
#[derive(Debug)]
pub(super) struct Record {
    delimiter: u8,
    reader: Reader,
    output: Vec<u8>,
    filled: usize,
    ends: Vec<usize>,
    ended: usize,
    lines: usize,
}

fn reader(delimiter: u8) -> Reader {
    let mut builder = ReaderBuilder::new();
    builder
        .delimiter(delimiter)
        .terminator(Terminator::Any(b'\n'));
    builder.build()
}

/// What a line made of the record.
pub(super) enum Filled {
    Nothing,
    More,
    Record(Vec<String>),
    Bad(Reject),
}

impl Record {
    pub(super) fn new(delimiter: u8) -> Self {
        Self {
            delimiter,
            reader: reader(delimiter),
            output: vec![0; 4096],
            filled: 0,
            ends: vec![0; 64],
            ended: 0,
            lines: 0,
        }
    }

    pub(super) fn is_open(&self) -> bool {
        self.lines > 0
    }

    pub(super) fn reset(&mut self) {
        self.reader = reader(self.delimiter);
        (self.filled, self.ended, self.lines) = (0, 0, 0);
    }

    pub(super) fn push(&mut self, line: &[u8]) -> Filled {
        if line.is_empty() && !self.is_open() {
            return Filled::Nothing;
        }
        self.lines += 1;
        for part in [line, b"\n"] {
            let mut input = part;
            // Empty input would mean the end of the file.
            while !input.is_empty() {
                let output = self.output.get_mut(self.filled..).unwrap_or_default();
                let ends = self.ends.get_mut(self.ended..).unwrap_or_default();
                let (result, read, wrote, ended) = self.reader.read_record(input, output, ends);
                input = input.get(read..).unwrap_or_default();
                self.filled += wrote;
                self.ended += ended;
                match result {
                    ReadRecordResult::InputEmpty => {}
                    ReadRecordResult::OutputFull if self.output.len() < RECORD_LIMIT => {
                        self.output.resize(self.output.len() * 2, 0);
                    }
                    ReadRecordResult::OutputEndsFull if self.ends.len() < COLUMN_LIMIT => {
                        self.ends.resize(self.ends.len() * 2, 0);
                    }
                    ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {
                        self.reset();
                        let detail = "the record is too large; is a quote not closed?";
                        return Filled::Bad(Reject::new(RejectCode::TooLarge, detail));
                    }
                    ReadRecordResult::Record | ReadRecordResult::End => return self.take(),
                }
            }
        }
        Filled::More
    }

    fn take(&mut self) -> Filled {
        let mut values = Vec::with_capacity(self.ended);
        let mut start = 0;
        for end in self.ends.get(..self.ended).unwrap_or_default() {
            let value = self.output.get(start..*end).unwrap_or_default();
            start = *end;
            let Ok(text) = std::str::from_utf8(value) else {
                self.reset();
                return Filled::Bad(Reject::new(RejectCode::Encoding, "not UTF-8"));
            };
            values.push(text.to_owned());
        }
        self.reset();
        Filled::Record(values)
    }
}
