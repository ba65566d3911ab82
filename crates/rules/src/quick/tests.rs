//! The short way against the long one.

use super::*;
use crate::fold::{Mode, fold};
use crate::links;
use proptest::prelude::*;

fn long(text: &str, skips: &[Stretch], strip: bool, first_label: bool) -> Tokens {
    let (mut chars, mut tokens) = (Vec::new(), Tokens::default());
    let mode = Mode {
        strip,
        ..Mode::PLAIN
    };
    fold(text, skips, mode, &mut chars);
    tokens.add(&chars, first_label);
    tokens
}

fn check(text: &str) {
    let mut skips = Vec::new();
    links::find(text, &mut skips);
    for (strip, first_label) in [(false, false), (false, true), (true, false)] {
        let (mut chars, mut tokens) = (Vec::new(), Tokens::default());
        add(text, &skips, strip, first_label, &mut chars, &mut tokens);
        let expect = long(text, &skips, strip, first_label);
        assert_eq!(format!("{tokens:?}"), format!("{expect:?}"), "{text:?}");
    }
}

#[test]
fn both_ways_lead_to_the_same_tokens() {
    for text in [
        "",
        "New PHONE 3.5, 3. 5,x today!",
        "@a.b@c.d #x_1 #12 $abc.d $toolong @@x a@b x#y",
        "see https://x.example/a?b, ok… yes",
        "Über café, Ёлка! ０",
        "東京都の天気 ก า 콘토소는 नमस्ते",
        "❤\u{FE0F} ok 👍 con\u{AD}to\u{200B}so",
        "one cafe\u{301} two straße, three 👍🏽👩\u{200D}💻 3.\u{AD}5 end",
        "https://x.example/\u{301}a straße",
        "😀 \u{200D}😀 \u{301}x\u{3000}ｶﾞ",
    ] {
        check(text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn both_ways_agree(text in "(\\PC|[ .,#@$a-cA-C0-9_\u{AD}-]|[\u{64B}-\u{655}\u{94D}\u{93C}é東กㄱ-힣Ⅸ…]|http://){0,14}") {
        check(&text);
    }
}
