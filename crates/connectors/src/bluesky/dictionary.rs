//! Compressed frames: each a zstd frame made with a dictionary that both sides hold.

use super::FRAME_LIMIT;
use crate::{Context, HttpRequest, Reject, RejectCode};
use std::sync::Arc;
use url::Url;
use zstd::bulk::Decompressor;

/// First bytes of a dictionary (RFC 8878 section 5).
const MAGIC: [u8; 4] = [0x37, 0xa4, 0x30, 0xec];
/// Largest dictionary taken, in bytes.
const SIZE_LIMIT: usize = 1024 * 1024;

/// A dictionary and its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Dictionary {
    pub(super) id: u32,
    bytes: Arc<[u8]>,
}

impl Dictionary {
    /// From the bytes of a file or an answer.
    pub(super) fn new(bytes: &[u8]) -> Option<Self> {
        let (magic, rest) = bytes.split_first_chunk::<4>()?;
        let (id, _) = rest.split_first_chunk::<4>()?;
        let id = u32::from_le_bytes(*id);
        let fits = *magic == MAGIC && id != 0 && bytes.len() <= SIZE_LIMIT;
        fits.then(|| Self {
            id,
            bytes: bytes.into(),
        })
    }

    /// Asks a server of version 2 for the one it uses now.
    pub(super) async fn fetch(context: &Context, base: &Url) -> Option<Self> {
        let mut url = base.clone();
        let scheme = if base.scheme() == "ws" {
            "http"
        } else {
            "https"
        };
        url.set_scheme(scheme).ok()?;
        url.set_path("/xrpc/network.bsky.jetstream.getZstdDictionary");
        let mut request = HttpRequest::get(url);
        request.max_body_bytes = Some(SIZE_LIMIT);
        let response = context.http.send(request).await.ok()?;
        if !response.status.is_success() {
            return None;
        }
        Self::new(&response.body)
    }
}

/// Unpacks frames.
pub(super) struct Unpacker {
    zstd: Decompressor<'static>,
    buffer: Vec<u8>,
}

impl Unpacker {
    pub(super) fn new(dictionary: &Dictionary) -> Option<Self> {
        Some(Self {
            zstd: Decompressor::with_dictionary(&dictionary.bytes).ok()?,
            buffer: Vec::with_capacity(FRAME_LIMIT),
        })
    }

    /// The frame as text.
    pub(super) fn unpack(&mut self, packed: &[u8]) -> Result<&[u8], Reject> {
        self.buffer.clear();
        let detail = "not a zstd frame of this dictionary, or too large";
        match self.zstd.decompress_to_buffer(packed, &mut self.buffer) {
            Ok(_) => Ok(&self.buffer),
            Err(_) => Err(Reject::new(RejectCode::Malformed, detail)),
        }
    }
}
