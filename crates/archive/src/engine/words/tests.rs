use super::*;

const ROWS: usize = 30_000;

fn key(n: u64) -> u64 {
    n.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Word n of 5,000 stands in the rows that n divides, so that there are words of all rows, of
/// many and of some.
fn pairs() -> impl Iterator<Item = (u64, u16)> {
    let words = 1..=5_000_u16;
    words.flat_map(|n| {
        let rows = (0..ROWS as u16).step_by(n.into());
        rows.map(move |row| (key(n.into()), row))
    })
}

fn rows_of(words: &Words, n: u64, rows: usize) -> Vec<u16> {
    words.rows_with(&[WordKey(key(n))], rows).rows()
}

#[test]
fn each_word_has_its_rows() {
    let words = Words::of_new(pairs().chain(pairs().take(50)).collect(), ROWS);
    assert!(words.fits());
    for n in 1..=5_000 {
        let expect: Vec<u16> = (0..ROWS as u16).step_by(n).collect();
        assert_eq!(rows_of(&words, n as u64, ROWS), expect, "word {n}");
    }
    assert!(rows_of(&words, 5_001, ROWS).is_empty());
    let both = [WordKey(key(6)), WordKey(key(4))];
    let expect: Vec<u16> = (0..ROWS as u16).step_by(12).collect();
    assert_eq!(words.rows_with(&both, ROWS).rows(), expect);
    assert_eq!(words.rows_with(&[], 3).rows(), [0, 1, 2]);
    assert!(Words::of_new(Vec::new(), 0).fits());
}

#[test]
fn steps_take_what_they_need() {
    const STEPS: [u16; 7] = [1, TWO - 1, TWO, FOUR - 1, FOUR, FOUR + 1, u16::MAX];
    let rows = 1 + usize::from(u16::MAX);
    let all = STEPS.into_iter().flat_map(|step| [(step, 0), (step, step)]);
    let words = Words::of_new(all.map(|(n, row)| (key(n.into()), row)).collect(), rows);
    for step in STEPS {
        assert_eq!(rows_of(&words, step.into(), rows), [0, step]);
    }
}

#[test]
fn rows_move_with_their_words() {
    let words = Words::of_new(pairs().collect(), ROWS);
    // Two of the same, the first behind the second, without every third row.
    let moved = |source: usize, row: u16| {
        let place = row + if source == 0 { ROWS as u16 } else { 0 };
        (!row.is_multiple_of(3)).then_some(place)
    };
    let sources = [(&words, ROWS), (&words, ROWS)];
    let both = Words::of_moved(sources.into_iter(), 2 * ROWS, moved);
    assert!(both.fits());
    for n in [1, 2, 5, 97, 998, 999] {
        let mut expect: Vec<u16> = (0..ROWS as u16).step_by(n).collect();
        expect.retain(|row| row % 3 != 0);
        let later: Vec<u16> = expect.iter().map(|row| row + ROWS as u16).collect();
        expect.extend(later);
        assert_eq!(rows_of(&both, n as u64, 2 * ROWS), expect, "word {n}");
    }
    assert!(rows_of(&both, 3, 2 * ROWS).is_empty());
}
