//! A QR code as one SVG path, drawn here so that no other service ever sees what is in it.

use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write as _;

/// Light modules around the code, as the standard asks (ISO/IEC 18004).
const MARGIN: i32 = 4;

/// The drawing: its side in modules, and the dark ones as a path. None when the text is too long
/// for any code (about 2,900 bytes).
pub(crate) fn draw(text: &str) -> Option<(i32, String)> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let side = code.size();
    let mut path = String::new();
    for y in 0..side {
        for x in 0..side {
            if code.get_module(x, y) {
                let _ = write!(path, "M{} {}h1v1h-1z", x + MARGIN, y + MARGIN);
            }
        }
    }
    Some((side + 2 * MARGIN, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_their_corners() {
        let (side, path) =
            draw("otpauth://totp/Hearken:ann%40contoso.example?secret=ABC").expect("short");
        assert!((21 + 8..=57 + 8).contains(&side), "{side}");
        // The three finder patterns begin at their outer corners.
        for corner in [
            "M4 4h",
            &format!("M{} 4h", side - 5),
            &format!("M4 {}h", side - 5),
        ] {
            assert!(path.contains(corner), "{corner}");
        }
        assert!(draw(&"x".repeat(3_000)).is_none());
    }
}
