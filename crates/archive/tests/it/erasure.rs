//! An erased author: no byte of them is left in any file of the archive.

use crate::{restart::start, support::*};
use hearken_archive::{Archive, Change, Files, Patch, PostRow, PostSource, generator::Random};
use hearken_model::{AuthorId, PostId, Sentiment, Seq, annotation::PhraseKey};
use std::path::Path;

const AUTHOR: AuthorId = AuthorId(0x0123_4567_89AB_CDEF);
const PHRASE: PhraseKey = PhraseKey(0x7766_5544_3322_1101);
/// Of two posts: too few to be counted.
const RARE: PhraseKey = PhraseKey(0x5544_3322_1100_FFEE);
const POST: i64 = 0x1A2B_3C4D_5E6F_0000;

/// How often the numbers of the author, their posts and their own phrase stand in the files.
fn traces(folder: &Path) -> usize {
    let mut found = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        for window in bytes.windows(8) {
            let number = i64::from_le_bytes(window.try_into().unwrap());
            let is_post = (POST..POST + 1000).contains(&number);
            let is_phrase = [PHRASE, RARE].contains(&PhraseKey(number.cast_unsigned()));
            found += usize::from(number == AUTHOR.0 || is_post || is_phrase);
        }
    }
    found
}

fn post_of_author(random: &mut Random, n: i64) -> PostRow {
    let mut phrases = vec![PHRASE, PhraseKey(5)];
    if n < 2 {
        phrases.push(RARE);
    }
    PostRow {
        author: Some(AUTHOR),
        phrases,
        ..row(random, POST + n)
    }
}

#[test]
fn nothing_of_an_erased_author_is_left_in_files() {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::new(folder.path());
    let (scope, archive) = (scope(1), start(&files));
    let mut random = Random::new(3);
    let mut seq = 0;
    let mut apply = |changes: &[Change]| {
        seq += 1;
        archive.apply(&scope, Seq(seq), changes).unwrap();
    };
    let put = |row: PostRow| Change::Put(Box::new(row));
    for round in 0..6 {
        let others = (0..40).map(|n| put(row(&mut random, 1 + round * 40 + n)));
        apply(&others.collect::<Vec<_>>());
        let own: Vec<Change> = (0..5)
            .map(|n| put(post_of_author(&mut random, round * 5 + n)))
            .collect();
        apply(&own);
        archive.persist(&scope).unwrap();
    }
    // Some of the author's posts were replaced, edited or deleted before.
    apply(&[
        put(post_of_author(&mut random, 3)),
        Change::Delete(PostId(POST + 4)),
    ]);
    let sentiment = Some(Sentiment::Negative);
    apply(&[Change::Patch(PostId(POST + 7), Patch { sentiment })]);
    archive.persist(&scope).unwrap();
    let of_organization = files.folder.join("1");
    assert!(
        traces(&of_organization) > 30,
        "the search finds what is there"
    );
    let reader_before = archive.status(&scope).unwrap();
    apply(&[Change::EraseAuthor(AUTHOR)]);
    assert_eq!(
        traces(&of_organization),
        0,
        "at once, without being asked to persist"
    );
    let after = archive.status(&scope).unwrap();
    assert_eq!((reader_before.posts, after.posts), (240 + 29, 240));
    drop(archive);
    let archive = start(&files);
    assert_eq!(archive.status(&scope).unwrap().posts, 240);
    assert_eq!(archive.applied(&scope).unwrap(), Seq(seq));
}

/// Deleted while a rebuild reads rows that still had the author.
#[test]
fn an_erasure_during_a_rebuild_holds() {
    struct Source<'a>(Vec<PostRow>, Box<dyn FnMut() + 'a>);
    impl PostSource for Source<'_> {
        fn as_of(&self) -> Seq {
            Seq(1)
        }
        fn next_rows(&mut self) -> Result<Vec<PostRow>, hearken_archive::BoxError> {
            if self.0.is_empty() {
                (self.1)();
            }
            let rest = self.0.split_off(self.0.len().min(40_000));
            Ok(std::mem::replace(&mut self.0, rest))
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let files = Files::new(folder.path());
    let (scope, archive) = (scope(1), start(&files));
    let mut random = Random::new(4);
    let mut rows: Vec<PostRow> = (1..70_000).map(|id| row(&mut random, id)).collect();
    rows.extend((0..9).map(|n| post_of_author(&mut random, n)));
    rows.swap(3, 69_999);
    let first = vec![Change::Put(Box::new(post_of_author(&mut random, 1)))];
    archive.apply(&scope, Seq(1), &first).unwrap();
    let erase = || {
        archive
            .apply(&scope, Seq(2), &[Change::EraseAuthor(AUTHOR)])
            .unwrap();
    };
    let mut source = Source(rows, Box::new(erase));
    assert_eq!(archive.rebuild(&scope, &mut source).unwrap(), Seq(2));
    drop(source);
    assert_eq!(traces(&files.folder.join("1")), 0);
    assert_eq!(archive.status(&scope).unwrap().posts, 69_999);
}
