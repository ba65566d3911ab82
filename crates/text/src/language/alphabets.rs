//! Which letters beyond `a` to `z` a language writes.

/// The small letters of a language of the Latin script.
fn letters(language: &str) -> &'static str {
    match language {
        "cs" => "áčďéěíňóřšťúůýž",
        "da" | "no" => "æøåé",
        "de" => "äöüß",
        "es" => "áéíñóúü",
        "fi" => "äöå",
        "fr" => "àâçéèêëîïôùûüœæ",
        "hu" => "áéíóöőúüű",
        "it" => "àèéìíîòóùú",
        "nl" => "éëïóèöüá",
        "pl" => "ąćęłńóśźż",
        "pt" => "áâãàçéêíóôõú",
        "sv" => "åäöé",
        "tr" => "çğıöşüâî",
        "vi" => "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
        _ => "",
    }
}

/// The letters of a text that not every language writes, at most a few.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Special {
    letters: [char; Self::MOST],
    len: usize,
}

impl Special {
    const MOST: usize = 16;

    /// The special letters of `text`, in small form, as often as they occur.
    pub(super) fn of(text: &str) -> Self {
        let mut special = Self::default();
        // Beyond the Latin blocks a letter says nothing about which Latin alphabet this is.
        let latin = |c: &char| !c.is_ascii() && *c <= '\u{1eff}' && c.is_alphabetic();
        let small = text
            .chars()
            .filter(latin)
            .filter_map(|c| c.to_lowercase().next());
        for (place, letter) in special.letters.iter_mut().zip(small) {
            *place = letter;
            special.len += 1;
        }
        special
    }

    /// What speaks against `language`: half a vote for each letter it does not write, up to one
    /// and a half.
    pub(super) fn against(&self, language: &str) -> f32 {
        let alphabet = letters(language);
        let foreign = self
            .letters
            .iter()
            .take(self.len)
            .filter(|letter| !alphabet.contains(**letter));
        foreign.take(3).count() as f32 * 0.5
    }
}
