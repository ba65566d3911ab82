//! HTML of a feed's items made plain text. Block elements become paragraph breaks (SEA-098), what
//! is never shown is left out, pictures are kept with their alternative texts (SEA-090).

use hearken_model::{Media, MediaKind};
use html5gum::{DefaultEmitter, Token, Tokenizer};
use url::Url;

/// Longest HTML looked at, in bytes; the rest of an item is left out.
const HTML_LIMIT: usize = 1024 * 1024;
/// Most pictures of an item.
const PICTURES: usize = 20;

/// Text and pictures of an item.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Readable {
    pub(super) text: String,
    pub(super) pictures: Vec<Media>,
}

/// Makes plain text; addresses of pictures are completed with `base`.
pub(super) fn to_text(html: &str, base: Option<&Url>) -> Readable {
    let mut end = html.len().min(HTML_LIMIT);
    while !html.is_char_boundary(end) {
        end -= 1;
    }
    let html = html.get(..end).unwrap_or_default();
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut writer = Writer::default();
    for token in Tokenizer::new_with_emitter(html, emitter) {
        let Ok(token) = token;
        match token {
            Token::String(text) => writer.text(&String::from_utf8_lossy(&text.value)),
            Token::EndTag(tag) => writer.tag(&tag.name, false),
            Token::StartTag(tag) => {
                writer.tag(&tag.name, !tag.self_closing);
                if tag.name.as_slice() == b"img" && writer.hidden == 0 {
                    let get = |name: &[u8]| {
                        let value = tag.attributes.get(name).map(|v| v.value.as_slice());
                        value.map(|v| String::from_utf8_lossy(v).into_owned())
                    };
                    writer.picture(get(b"src"), get(b"alt"), base);
                }
            }
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    writer.finish()
}

#[derive(Default)]
struct Writer {
    out: Readable,
    /// What has to come before the next text.
    gap: Gap,
    /// How many elements deep we are in what is never shown.
    hidden: usize,
    preformatted: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Space,
    Line,
    Paragraph,
}

impl Writer {
    fn tag(&mut self, name: &[u8], opens: bool) {
        match name {
            b"script" | b"style" | b"template" | b"head" | b"noscript" | b"iframe" | b"object"
            | b"svg" | b"math" | b"select" | b"button" | b"form" => {
                let step: fn(usize, usize) -> usize = if opens {
                    usize::saturating_add
                } else {
                    usize::saturating_sub
                };
                self.hidden = step(self.hidden, 1);
                self.widen(Gap::Space);
            }
            b"pre" => {
                let step: fn(usize, usize) -> usize = if opens {
                    usize::saturating_add
                } else {
                    usize::saturating_sub
                };
                self.preformatted = step(self.preformatted, 1);
                self.widen(Gap::Paragraph);
            }
            b"br" if self.gap == Gap::Line => self.gap = Gap::Paragraph,
            b"br" => self.widen(Gap::Line),
            b"td" | b"th" | b"img" => self.widen(Gap::Space),
            b"address" | b"article" | b"aside" | b"blockquote" | b"body" | b"caption"
            | b"center" | b"dd" | b"details" | b"dialog" | b"div" | b"dl" | b"dt" | b"fieldset"
            | b"figcaption" | b"figure" | b"footer" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5"
            | b"h6" | b"header" | b"hgroup" | b"hr" | b"html" | b"legend" | b"li" | b"main"
            | b"menu" | b"nav" | b"ol" | b"p" | b"section" | b"summary" | b"table" | b"tbody"
            | b"tfoot" | b"thead" | b"title" | b"tr" | b"ul" => self.widen(Gap::Paragraph),
            _ => {}
        }
    }

    fn widen(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    fn text(&mut self, text: &str) {
        if self.hidden > 0 {
            return;
        }
        for c in text.chars() {
            match c {
                '\n' if self.preformatted > 0 && self.gap == Gap::Line => {
                    self.gap = Gap::Paragraph;
                }
                '\n' if self.preformatted > 0 => self.widen(Gap::Line),
                c if c.is_whitespace() => self.widen(Gap::Space),
                c if c.is_control() => {}
                c => {
                    self.close_gap();
                    self.out.text.push(c);
                }
            }
        }
    }

    fn close_gap(&mut self) {
        let gap = std::mem::take(&mut self.gap);
        if self.out.text.is_empty() {
            return;
        }
        self.out.text.push_str(match gap {
            Gap::None => "",
            Gap::Space => " ",
            Gap::Line => "\n",
            Gap::Paragraph => "\n\n",
        });
    }

    fn picture(&mut self, src: Option<String>, alt: Option<String>, base: Option<&Url>) {
        let alt = alt.map(|a| a.trim().to_owned()).filter(|a| !a.is_empty());
        let url = src.and_then(|src| web_address(&src, base));
        let (Some(url), true) = (url, self.out.pictures.len() < PICTURES) else {
            return;
        };
        self.out.pictures.push(Media {
            kind: MediaKind::Image,
            url,
            alt,
        });
    }

    fn finish(self) -> Readable {
        self.out
    }
}

/// A complete `http` or `https` address.
pub(super) fn web_address(text: &str, base: Option<&Url>) -> Option<String> {
    let url = match base {
        Some(base) => base.join(text.trim()).ok()?,
        None => Url::parse(text.trim()).ok()?,
    };
    matches!(url.scheme(), "http" | "https").then(|| url.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_becomes_readable_text() {
        let check = |html: &str, expect: &str| {
            assert_eq!(to_text(html, None).text, expect, "{html}");
        };
        check("", "");
        check("plain", "plain");
        check("a &amp; b &lt;c&gt; &eacute;&nbsp;x", "a & b <c> é x");
        check("<p>One</p><p>Two</p>", "One\n\nTwo");
        check("<div><div><p> One </p></div></div> Two", "One\n\nTwo");
        check("One<br>Two<br/><br>Three", "One\nTwo\n\nThree");
        check("<b>bo</b>ld and <i>it</i>", "bold and it");
        check("a\n  b\t c", "a b c");
        check("<ul><li>x<li>y</ul>", "x\n\ny");
        check("<table><tr><td>a</td><td>b</td></tr></table>", "a b");
        check("<pre>a\nb\n\nc</pre>", "a\nb\n\nc");
        check(
            "<script>alert('<p>no</p>')</script>yes<style>p{}</style>",
            "yes",
        );
        check("<!-- no -->yes<!DOCTYPE x>", "yes");
        check("<title>a<b</title>c", "a<b\n\nc");
        check("1 < 2 and <unknown-tag>x</unknown-tag>", "1 < 2 and x");
        check("</script></p>still", "still");
        check("a\u{0}b\u{7}c", "abc");
    }

    #[test]
    fn pictures_are_kept_with_their_texts() {
        let base: Url = "https://blog.example/posts/1".parse().expect("url");
        let html = "<img src='/a.png' alt=' A cat '><img alt='none'><img src='data:image/png,x'>\
                    <img src='javascript:x'><img src=b.jpg>";
        let pictures = to_text(html, Some(&base)).pictures;
        let found: Vec<_> = pictures
            .iter()
            .map(|m| (m.url.as_str(), m.alt.as_deref()))
            .collect();
        assert_eq!(
            found,
            [
                ("https://blog.example/a.png", Some("A cat")),
                ("https://blog.example/posts/b.jpg", None)
            ]
        );
    }
}
