//! One character, looked at where it stands.

use crate::chars::Class;

/// A character, looked at.
#[derive(Clone, Copy)]
pub(super) struct Seen {
    pub(super) c: char,
    pub(super) class: Class,
    pub(super) end: usize,
    /// It does not fold by itself.
    pub(super) hard: bool,
    /// It is a mark that follows what it belongs to ...
    pub(super) mark: bool,
    /// ... and may melt into it.
    pub(super) melts: bool,
    /// As it is written.
    pub(super) raw: char,
}

/// What stands after the end.
pub(super) const NOTHING: Seen = Seen {
    c: '\0',
    class: Class::Opaque,
    end: 0,
    hard: false,
    mark: false,
    melts: false,
    raw: '\0',
};

/// The characters of ASCII: what each folds to, and the part it plays.
pub(super) static ASCII: [(char, Class); 128] = ascii();

const fn ascii() -> [(char, Class); 128] {
    let mut table = [('\0', Class::Removed); 128];
    let mut code = 0;
    #[expect(clippy::indexing_slicing, reason = "at compile time, within the bound")]
    while code < 128 {
        let byte = code as u8;
        let class = match byte {
            b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
            b'0'..=b'9' => Class::Digit,
            b'_' => Class::Underscore,
            b' ' | b'\t'..=b'\r' => Class::Space,
            b'!'..=b'~' => Class::Symbol,
            _ => Class::Removed,
        };
        table[code] = (byte.to_ascii_lowercase() as char, class);
        code += 1;
    }
    table
}
