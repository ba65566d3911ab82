//! Our own post form, one JSON object a line; described in `docs/reference/post-form.md`.

use super::{
    decode::{self, Decode, Step},
    form::PostForm,
};
use hearken_model::Timestamp;

/// Reads lines of the post form.
#[derive(Clone, Copy, Debug)]
pub struct NdjsonDecoder {
    now: Timestamp,
}

impl NdjsonDecoder {
    /// `now` bounds times in the future.
    pub const fn new(now: Timestamp) -> Self {
        Self { now }
    }
}

impl Decode for NdjsonDecoder {
    fn line(&mut self, line: &[u8]) -> Step {
        if line.iter().all(u8::is_ascii_whitespace) {
            return Step::Nothing;
        }
        decode::json::<PostForm>(line)
            .and_then(|form| form.into_item(self.now))
            .into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Item;
    use hearken_model::{Post, PostKind};

    fn decode(line: &str) -> Step {
        NdjsonDecoder::new(Timestamp::from_seconds(1_800_000_000)).line(line.as_bytes())
    }

    fn post(line: &str) -> Post {
        match decode(line) {
            Step::Item(Item::Upsert(post)) => *post,
            other => panic!("{line}: {other:?}"),
        }
    }

    #[test]
    fn the_least_post_is_enough() {
        let post = post(r#"{"id":7,"text":"hello","published_at":"2024-02-03T04:05:06Z"}"#);
        assert_eq!(post.native_id, "7");
        assert_eq!(post.source.as_str(), "file");
        assert_eq!(
            (post.kind, post.author, post.language),
            (PostKind::Post, None, None)
        );
    }

    #[test]
    fn the_fullest_post_keeps_everything() {
        let post = post(
            r##"{"id":"a1","source":"forum","published_at":1706933106,"title":"T","text":"B",
            "warning":"W","url":"https://forum.example/a1","reply_to":"a0","language":"de-AT",
            "author":{"id":"u1","handle":"@demo_anna","name":"Demo Anna","followers":12,
                "url":"https://forum.example/u1","location":"Graz"},
            "tags":["#one","two"],"entities":[{"kind":"cashtag","value":"$CTSO"}],
            "media":[{"kind":"image","url":"https://forum.example/i.png","alt":"a cat"}],
            "link":{"url":"https://news.example/x","title":"News"},
            "place":{"latitude":47.1,"longitude":15.4,"name":"Graz","country":"at"},
            "sensitive":true,"score":3}"##,
        );
        assert_eq!(post.kind, PostKind::Reply, "answers are replies");
        assert_eq!(post.language.as_ref().map(|l| l.as_str()), Some("de"));
        let author = post.author.expect("author");
        assert_eq!(author.handle.as_deref(), Some("demo_anna"));
        assert_eq!(author.reach(), Some(1));
        let values: Vec<_> = post.entities.iter().map(|e| e.value.as_str()).collect();
        assert_eq!(values, ["one", "two", "CTSO"]);
        assert_eq!(
            post.place.and_then(|p| p.country).map(|c| c.to_string()),
            Some("AT".into())
        );
        assert!(post.sensitive);
    }

    #[test]
    fn a_deletion_names_the_post() {
        let Step::Item(Item::Delete { source, native_id }) =
            decode(r#"{"id":"a1","source":"forum","deleted":true}"#)
        else {
            panic!("not a deletion")
        };
        assert_eq!((source.as_str(), native_id.as_str()), ("forum", "a1"));
    }

    #[test]
    fn what_cannot_be_is_rejected_by_field() {
        let check = |rest: &str, expect: Option<&str>| {
            let line = format!(r#"{{"id":"a","text":"t","published_at":1706933106{rest}}}"#);
            match decode(&line) {
                Step::Reject(reject) => assert_eq!(reject.field.as_deref(), expect, "{line}"),
                other => panic!("{line}: {other:?}"),
            }
        };
        check(r#","id":"""#, None); // twice the same field
        check(r#","source":"Not A Source""#, Some("source"));
        check(r#","kind":"song""#, Some("kind"));
        check(r#","url":"javascript:alert(1)""#, Some("url"));
        check(r#","link":"file:///etc/passwd""#, Some("link"));
        check(r#","author":{}"#, Some("author.id"));
        check(r#","author":{"id":1,"url":"x"}"#, Some("author.url"));
        check(r#","language":"klingonese""#, Some("language"));
        check(
            r#","place":{"latitude":91,"longitude":0}"#,
            Some("place.latitude"),
        );
        check(
            r#","place":{"latitude":1,"longitude":0,"country":"Mars"}"#,
            Some("place.country"),
        );
        check(r#","media":[{"kind":"hologram","url":"x"}]"#, None);
        let whole = |line: &str, expect: &str| match decode(line) {
            Step::Reject(reject) => assert_eq!(reject.field.as_deref(), Some(expect), "{line}"),
            other => panic!("{line}: {other:?}"),
        };
        whole(r#"{"text":"t","published_at":1}"#, "id");
        whole(r#"{"id":" ","text":"t","published_at":1}"#, "id");
        whole(r#"{"id":"a","text":"t"}"#, "published_at");
        whole(
            r#"{"id":"a","text":"t","published_at":"03/04/2024"}"#,
            "published_at",
        );
        whole(r#"{"id":"a","text":" ","published_at":1706933106}"#, "text");
    }
}
