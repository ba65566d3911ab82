//! What words tell; that it is never wrong is checked with every rule of `property`.

use hearken_model::annotation::{Clue, WordKey};
use hearken_model::{Language, Post, Source, Timestamp};
use hearken_rules::{Scratch, TextQuery, words_of};

fn words(text: &str, language: &str) -> Vec<WordKey> {
    let post = Post::new(Source::REDDIT, "1", text, Timestamp(0));
    let language: Language = language.parse().unwrap();
    words_of(&post, &language, &mut Scratch::default())
}

fn clues(entry: &str) -> Vec<Clue> {
    TextQuery::new([entry], []).clues()
}

fn met(entry: &str, text: &str) -> Vec<bool> {
    let words = words(text, "und");
    let meets = |clue: &Clue| clue.words.iter().all(|word| words.contains(word));
    let met: Vec<bool> = clues(entry).iter().map(meets).collect();
    met
}

#[test]
fn single_words_are_proof_and_others_hint() {
    for (entry, proofs, asked) in [
        ("Contoso", vec![true], vec![1]),
        ("#contoso", vec![true], vec![1]),
        ("contoso phone", vec![false], vec![2]),
        ("AT&T", vec![false], vec![2]),
        // Two characters are one pair, three are two.
        ("東京", vec![true], vec![1]),
        ("東京都", vec![false], vec![2]),
        ("都", vec![true], vec![1]),
        // Read in two ways.
        ("KLICK", vec![false, false], vec![1, 1]),
        // Nothing but signs.
        ("+", vec![false], vec![0]),
        ("a, b", vec![true, true], vec![1, 1]),
        ("", vec![], vec![]),
    ] {
        let clues = clues(entry);
        let proof: Vec<bool> = clues.iter().map(|clue| clue.is_proof).collect();
        let count: Vec<usize> = clues.iter().map(|clue| clue.words.len()).collect();
        assert_eq!((proof, count), (proofs, asked), "{entry}");
    }
}

#[test]
fn clues_are_met_by_words_alone() {
    assert_eq!(met("phone contoso", "Contoso, the phone!"), [true]);
    assert_eq!(met("phone contoso", "Contoso phones"), [false]);
    assert_eq!(met("#contoso", "contoso"), [false]);
    assert_eq!(met("서울", "서울에서"), [true]);
    assert_eq!(met("京都", "東京都"), [true]);
    assert_eq!(met("東都", "東京都"), [false]);
}

/// Archives keep these keys in their files. If this fails, and is meant to, give the files of
/// `hearken_archive` a new form (the magic of its containers), so that they are built anew.
#[test]
fn keys_stay_what_they_are() {
    let text = "Ağ İzmir KLICK #tag @a.b $XY 東京都 서울에서 cafe\u{301} 3.14 don't ❤️ x@y.example";
    let keys = [words(text, "und"), words(text, "tr")].concat();
    let sum = keys.iter().fold(0_u64, |sum, key| {
        sum.rotate_left(5).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ key.0
    });
    assert_eq!((keys.len(), sum), (48, 8_328_226_933_308_162_990));
}
