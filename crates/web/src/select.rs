//! Closed lists to choose from, and those of the style of pages (GLO-02, GLO-30).

use crate::{format, forms::Fields, i18n::Texts};
use hearken_app::style::TypedStyle;
use hearken_model::{Clock, DatePattern, Filling, NumberFormat, PageStyle, Theme};
use jiff::civil::Date;

/// A closed list to choose from, whose first entry follows the default.
pub(crate) struct Select {
    /// Text of the first entry.
    pub(crate) default: String,
    /// Word, text and whether it is chosen.
    pub(crate) options: Vec<(&'static str, String, bool)>,
}

impl Select {
    /// The texts of the words are `<family>-<word>`.
    pub(crate) fn of(
        (texts, family): (Texts, &str),
        words: impl Iterator<Item = &'static str>,
        chosen: &str,
        default: Option<&str>,
    ) -> Self {
        let text = |word: &str| texts.get(&format!("{family}-{word}"));
        Self {
            default: default.map_or_else(
                || texts.get("default-of-each"),
                |word| default_is(texts, text(word)),
            ),
            options: words
                .map(|word| (word, text(word), word == chosen))
                .collect(),
        }
    }
}

fn default_is(texts: Texts, value: String) -> String {
    texts.with("default-is", &[("value", value.into())])
}

/// Word of the choice of a pattern of one's own, whose field is [`OWN_FIELD`].
const OWN: &str = "own";
const OWN_FIELD: &str = "dates_own";

/// The lists of the style of pages.
pub(crate) struct StyleSelects {
    pub(crate) theme: Select,
    /// The last of them is the pattern of one's own.
    pub(crate) dates: Select,
    pub(crate) clock: Select,
    pub(crate) numbers: Select,
    pub(crate) filling: Select,
}

impl StyleSelects {
    /// With what is in the fields chosen; `today` is the example of a day, and `default` holds where
    /// nothing is chosen.
    pub(crate) fn of(texts: Texts, fields: &Fields, default: PageStyle, today: Date) -> Self {
        let plain = texts.in_style(PageStyle::default());
        let numbers = default.numbers.unwrap_or(format::numbers(plain));
        Self {
            theme: Select::of(
                (plain, "theme"),
                Theme::ALL.iter().map(|theme| theme.as_str()),
                fields.get("theme"),
                Some(default.theme.unwrap_or(Theme::Auto).as_str()),
            ),
            dates: dates(plain, fields, default, today),
            clock: Select::of(
                (plain, "clock"),
                Clock::ALL.iter().map(|clock| clock.as_str()),
                fields.get("clock"),
                Some(default.clock.unwrap_or(Clock::Hours24).as_str()),
            ),
            numbers: Select::of(
                (plain, "number-format"),
                NumberFormat::ALL.iter().map(|format| format.as_str()),
                fields.get("numbers"),
                Some(numbers.as_str()),
            ),
            filling: Select::of(
                (plain, "filling"),
                Filling::ALL.iter().map(|filling| filling.as_str()),
                fields.get("filling"),
                Some(default.filling.unwrap_or(Filling::Solid).as_str()),
            ),
        }
    }
}

fn dates(texts: Texts, fields: &Fields, default: PageStyle, today: Date) -> Select {
    let example = |pattern: DatePattern| format::date(today, pattern, texts);
    let pattern = default.dates.or_else(|| format::dates(texts));
    let chosen = fields.get("dates");
    let offered = DatePattern::OFFERED.into_iter().filter_map(|word| {
        let pattern = word.parse().ok()?;
        Some((word, example(pattern), word == chosen))
    });
    let own = (OWN, texts.get("date-format-own"), chosen == OWN);
    Select {
        default: default_is(texts, pattern.map_or_else(String::new, example)),
        options: offered.chain([own]).collect(),
    }
}

/// What a form of these fields sent.
pub(crate) fn typed_style(fields: &Fields) -> TypedStyle {
    let text = |name| fields.get(name).to_owned();
    let dates = match (fields.get("dates"), fields.get(OWN_FIELD)) {
        // No pattern either, so that nobody goes without knowing.
        (OWN, "") => OWN,
        (OWN, own) => own,
        (offered, _) => offered,
    };
    TypedStyle {
        theme: text("theme"),
        dates: dates.to_owned(),
        clock: text("clock"),
        numbers: text("numbers"),
        filling: text("filling"),
    }
}

/// To fill the form for the first time.
pub(crate) fn style_pairs(style: PageStyle) -> [(&'static str, String); 6] {
    let typed = TypedStyle::from(style);
    let is_own = !typed.dates.is_empty() && !DatePattern::OFFERED.contains(&typed.dates.as_str());
    let (dates, own) = if is_own {
        (OWN.to_owned(), typed.dates)
    } else {
        (typed.dates, String::new())
    };
    [
        ("theme", typed.theme),
        ("dates", dates),
        (OWN_FIELD, own),
        ("clock", typed.clock),
        ("numbers", typed.numbers),
        ("filling", typed.filling),
    ]
}
