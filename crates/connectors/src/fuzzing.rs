//! Entry functions of the fuzz targets: any bytes in, nothing may panic, time and memory stay
//! bounded by the input. Their corpora are replayed by the tests.

use crate::{
    bluesky, feeds,
    files::{ColumnMap, CsvDecoder, NdjsonDecoder, RedditDecoder, decode::Decode},
};
use hearken_model::{Timestamp, time::DAY};

/// 2030-01-01, so that nothing in a corpus lies in the future.
const NOW: Timestamp = Timestamp(21_915 * DAY);

/// A frame of Jetstream.
pub fn jetstream(bytes: &[u8]) {
    drop(bluesky::convert(bytes));
}

/// A feed.
pub fn feed(bytes: &[u8]) {
    if let Ok(url) = "https://feed.example/blog/".parse::<url::Url>() {
        drop(feeds::parse(bytes, &url, &url, NOW));
    }
}

/// A file, read by every importer. The first byte is left to the fuzzer to choose the form by.
pub fn import_line(bytes: &[u8]) {
    let Some((form, rest)) = bytes.split_first() else {
        return;
    };
    let mut decoder: Box<dyn Decode> = match form % 4 {
        0 => Box::new(RedditDecoder::new(NOW)),
        1 => Box::new(NdjsonDecoder::new(NOW)),
        2 => Box::new(bluesky::CaptureDecoder),
        _ => match CsvDecoder::new(ColumnMap::default(), NOW, None) {
            Ok(decoder) => Box::new(decoder),
            Err(_) => return,
        },
    };
    for line in rest.split(|byte| *byte == b'\n') {
        decoder.line(line);
    }
    decoder.end();
}
