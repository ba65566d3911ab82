//! Opening a file: compression told by its first bytes, and a fingerprint to know it again.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read, Seek as _, SeekFrom},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};
use xxhash_rust::xxh3::Xxh3;

const BUFFER: usize = 128 * 1024;
/// How much of either end the fingerprint reads.
const SAMPLE: u64 = 64 * 1024;

/// A file, unpacked.
pub(super) type Unpacked = Box<dyn BufRead + Send>;

/// Opens a file; `counted` rises with every byte taken from it, as it lies on the disk.
pub(super) fn open(path: &Path, counted: Arc<AtomicU64>) -> io::Result<Unpacked> {
    let file = BufReader::with_capacity(
        BUFFER,
        Counting {
            file: File::open(path)?,
            counted,
        },
    );
    unpack(file)
}

fn unpack(mut packed: impl BufRead + Send + 'static) -> io::Result<Unpacked> {
    let magic = packed
        .fill_buf()?
        .get(..4)
        .map(<[u8]>::to_vec)
        .unwrap_or_default();
    Ok(match magic.as_slice() {
        [0x1f, 0x8b, ..] => {
            let gzip = flate2::bufread::MultiGzDecoder::new(packed);
            Box::new(BufReader::with_capacity(BUFFER, gzip))
        }
        // A frame, or a skippable frame before it.
        [0x28, 0xb5, 0x2f, 0xfd] | [0x50..=0x5f, 0x2a, 0x4d, 0x18] => {
            let zstd = zstd::stream::read::Decoder::with_buffer(packed)?;
            Box::new(BufReader::with_capacity(BUFFER, zstd))
        }
        _ => Box::new(packed),
    })
}

/// Tells whether a file is still the one an import began with: its length and both its ends.
pub(super) fn fingerprint(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    let mut hash = Xxh3::new();
    hash.update(&length.to_le_bytes());
    for start in [0, length.saturating_sub(SAMPLE)] {
        file.seek(SeekFrom::Start(start))?;
        let mut sample = Vec::new();
        file.by_ref().take(SAMPLE).read_to_end(&mut sample)?;
        hash.update(&sample);
    }
    Ok(format!("{:032x}", hash.digest128()))
}

struct Counting {
    file: File,
    counted: Arc<AtomicU64>,
}

impl Read for Counting {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.file.read(buffer)?;
        self.counted.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}
