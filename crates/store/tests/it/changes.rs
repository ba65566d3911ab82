//! What people and jobs change about recorded posts.

use crate::{
    conformance,
    world::{new_post, post},
};
use hearken_model::{AuthorId, OrgId, PostId, RuleId, Sentiment, Seq, TopicId, time::DAY};
use hearken_store::{
    Audience, BlockedKind, Error, ImportStep, NewImport, OutboxChange, PostChange, RecordBatch,
};
use serde_json::json;

async fn newest(world: &crate::World, org: OrgId) -> OutboxChange {
    let scope = world.scope(org);
    let head = world.store.outbox_head(&scope).await.unwrap();
    let list = world
        .store
        .list_outbox(&scope, Seq(head.0 - 1), 1)
        .await
        .unwrap();
    list[0].change.clone()
}

conformance! {
    async fn what_people_see_is_counted_by_topic_and_tone(world: World) {
        let here = world.listening("contoso").await;
        let mut angry = new_post("p2", "ho", "ann", &[here.hit]);
        angry.annotations.tone.sentiment = Sentiment::Negative;
        let two = vec![post("p1", "hi", "ann", &[here.hit]), PostChange::Put(Box::new(angry))];
        world.record(two).await;
        let counts = world.store.count_visible(&world.scope(here.org)).await.unwrap();
        assert_eq!((counts.posts, counts.topics.get(&here.hit.topic)), (2, Some(&2)));
        let tones: Vec<_> = counts.tones.into_iter().collect();
        let mut expected = vec![(Sentiment::Positive, 1), (Sentiment::Negative, 1)];
        expected.sort_by_key(|one| one.0);
        assert_eq!(tones, expected);
    }

    async fn a_post_deleted_by_hand_does_not_come_back(world: World) {
        let here = world.listening("contoso").await;
        let scope = world.scope(here.org);
        world.record(vec![post("p1", "x", "ann", &[here.hit]), post("p2", "x", "ann", &[here.hit])])
            .await;
        let mut tx = world.store.begin().await.unwrap();
        let gone = tx.delete_posts(&scope, &[PostId(1), PostId(77)]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(gone, [PostId(1)]);
        assert_eq!(newest(&world, here.org).await, OutboxChange::Deleted { posts: vec![PostId(1)] });
        let outcome = world.record(vec![post("p1", "x", "ann", &[here.hit])]).await;
        let told = &outcome.organizations[0];
        assert_eq!((told.matched, told.recorded, told.refused, told.seq), (1, 0, 1, None));
        assert_eq!(world.posts(here.org).await.len(), 1);
        let other = world.listening("other").await;
        let outcome = world.record(vec![post("p1", "x", "ann", &[other.hit])]).await;
        assert_eq!(outcome.total_recorded(), 1, "another organization's ledger is its own");
    }

    async fn a_post_deleted_by_its_network_may_come_back(world: World) {
        let here = world.listening("contoso").await;
        let put = || post("p1", "x", "ann", &[here.hit]);
        world.record(vec![put()]).await;
        let key = hearken_store::PostKey {
            source: hearken_model::Source::BLUESKY,
            native_id: "p1".to_owned(),
        };
        world.record(vec![PostChange::Delete(key)]).await;
        assert_eq!(world.record(vec![put()]).await.total_recorded(), 1);
    }

    async fn an_erased_author_writes_no_more(world: World) {
        let here = world.listening("contoso").await;
        let scope = world.scope(here.org);
        let put = |id, by| post(id, "x", by, &[here.hit]);
        world.record(vec![put("a1", "ann"), put("a2", "ann"), put("b1", "bob")]).await;
        let mut tx = world.store.begin().await.unwrap();
        assert_eq!(tx.erase_author(&scope, AuthorId(1)).await.unwrap(), 2);
        let missing = tx.erase_author(&scope, AuthorId(9)).await;
        assert!(matches!(missing, Err(Error::NotFound)));
        tx.commit().await.unwrap();
        assert_eq!(newest(&world, here.org).await, OutboxChange::AuthorErased { author: AuthorId(1) });
        let outcome = world.record(vec![put("a3", "ann"), put("b2", "bob")]).await;
        let told = &outcome.organizations[0];
        assert_eq!((told.recorded, told.refused), (1, 1));
        let left: Vec<_> = world.posts(here.org).await.into_iter().map(|p| p.0).collect();
        assert_eq!(left, ["b1", "b2"]);
        assert_eq!(world.store.load_authors(&scope, &[AuthorId(1)]).await.unwrap(), []);
    }

    /// RET-01, SEA-185: acquired posts count from publication, imported ones from their import.
    async fn what_was_kept_long_enough_goes_with_its_authors(world: World) {
        let here = world.listening("contoso").await;
        let (scope, cutoff) = (world.scope(here.org), world.store_now());
        let dated = |id: &str, author: &str, days: i64| {
            let mut new = new_post(id, "x", author, &[here.hit]);
            new.post.published_at = cutoff.plus(days * DAY);
            PostChange::Put(Box::new(new))
        };
        world.record(vec![dated("old", "ann", -2), dated("older", "bob", -3), dated("new", "bob", 0)]).await;
        let mut tx = world.store.begin().await.unwrap();
        let new = NewImport { file_name: "a".to_owned(), format: "ndjson".to_owned(), options: json!({}) };
        let import = tx.create_import(&scope, &new).await.unwrap();
        tx.commit().await.unwrap();
        let mut batch = RecordBatch::new(Audience::Organization(here.org));
        batch.changes = vec![dated("imported", "cem", -900)];
        batch.import = Some(ImportStep { import: import.id, read: 1, rejected: 0, from: None, checkpoint: None });
        world.store.record(&world.install, batch).await.unwrap();
        let expire = async |before, limit| {
            let mut tx = world.store.begin().await.unwrap();
            let gone = tx.expire_posts(&scope, before, limit).await.unwrap();
            tx.commit().await.unwrap();
            let left: Vec<_> = world.posts(here.org).await.into_iter().map(|p| p.0).collect();
            (gone, left)
        };
        assert_eq!(expire(cutoff, 1).await, (1, ["imported", "new", "old"].map(str::to_owned).to_vec()));
        assert_eq!(newest(&world, here.org).await, OutboxChange::Deleted { posts: vec![PostId(2)] });
        assert_eq!(expire(cutoff, 9).await.0, 1);
        assert_eq!(newest(&world, here.org).await, OutboxChange::AuthorErased { author: AuthorId(1) });
        let later = cutoff.plus(DAY);
        assert_eq!(expire(later, 9).await, (2, vec![]), "the import is older than that by now");
        assert_eq!(expire(later, 9).await.0, 0);
        let told = world.store.list_audit(&scope, None, 9).await.unwrap();
        assert_eq!(told.iter().filter(|deed| deed.verb == "posts.expired").count(), 3);
        // Nothing of it is forbidden to come back.
        assert_eq!(world.record(vec![dated("old", "ann", 0)]).await.total_recorded(), 1);
    }

    async fn a_tone_set_by_a_person_outlives_an_edit(world: World) {
        let here = world.listening("contoso").await;
        let scope = world.scope(here.org);
        world.record(vec![post("p1", "x", "ann", &[here.hit])]).await;
        let mut tx = world.store.begin().await.unwrap();
        tx.set_sentiment(&scope, PostId(1), Sentiment::Negative).await.unwrap();
        let missing = tx.set_sentiment(&scope, PostId(5), Sentiment::Negative).await;
        assert!(matches!(missing, Err(Error::NotFound)));
        tx.commit().await.unwrap();
        world.record(vec![post("p1", "edited", "ann", &[here.hit])]).await;
        let stored = &world.store.load_posts(&scope, &[PostId(1)]).await.unwrap()[0];
        assert_eq!((stored.tone.sentiment, stored.tone_edited), (Sentiment::Negative, true));
        assert_eq!((stored.tone.value, stored.post.text.as_str()), (Some(0.5), "edited"));
    }

    async fn matching_anew_replaces_the_hits_of_a_topic(world: World) {
        let here = world.listening("contoso").await;
        let scope = world.scope(here.org);
        let changes = (1..=6).map(|n| post(&format!("p{n}"), "x", "ann", &[here.hit]));
        world.record(changes.collect()).await;
        let other = world.topic(here.org, "Fabrikam").await;
        let hit = |post| (PostId(post), other.rules[0].id);
        let replace = |topic: TopicId, range: (i64, i64), hits: Vec<(PostId, RuleId)>| {
            let (store, scope) = (world.store.clone(), scope.clone());
            async move {
                let range = (PostId(range.0), PostId(range.1));
                let mut tx = store.begin().await.unwrap();
                let seq = tx.replace_topic_hits(&scope, topic, range, &hits).await.unwrap();
                tx.commit().await.unwrap();
                seq
            }
        };
        replace(other.id, (1, 6), vec![hit(2), hit(4), hit(9)]).await.unwrap();
        assert_eq!(newest(&world, here.org).await, OutboxChange::Topics {
            topic: other.id,
            added: vec![PostId(2), PostId(4)],
            removed: vec![],
        });
        assert_eq!(replace(other.id, (1, 6), vec![hit(2), hit(4)]).await, None);
        replace(other.id, (3, 6), vec![hit(6)]).await.unwrap();
        assert_eq!(newest(&world, here.org).await, OutboxChange::Topics {
            topic: other.id,
            added: vec![PostId(6)],
            removed: vec![PostId(4)],
        });
        let rows = world.store.stream_rows(&scope, PostId(0), 10).await.unwrap();
        let both: Vec<_> = rows.iter().filter(|r| r.topics.len() == 2).map(|r| r.id.0).collect();
        assert_eq!(both, [2, 6]);
    }

    async fn blocked_content_hides_until_it_deletes_or_is_taken_back(world: World) {
        let here = world.listening("contoso").await;
        let scope = world.scope(here.org);
        let changes = (1..=4).map(|n| post(&format!("p{n}"), "x", "ann", &[here.hit]));
        world.record(changes.collect()).await;
        let mut tx = world.store.begin().await.unwrap();
        let spam = tx.add_blocked(&scope, BlockedKind::Phrase, " Spam ").await.unwrap();
        let site = tx.add_blocked(&scope, BlockedKind::Domain, "spam.example").await.unwrap();
        let until = world.store_now().plus(4 * hearken_model::time::HOUR);
        let hidden = tx.hide_posts(&scope, &spam, &[PostId(1), PostId(2)], until).await.unwrap();
        assert_eq!(hidden, [PostId(1), PostId(2)]);
        let hidden = tx.hide_posts(&scope, &site, &[PostId(2), PostId(3)], until).await.unwrap();
        assert_eq!(hidden, [PostId(3)], "what is hidden stays with who hid it");
        tx.commit().await.unwrap();
        let mut tx = world.store.begin().await.unwrap();
        let again = tx.add_blocked(&scope, BlockedKind::Phrase, "SPAM").await;
        assert!(matches!(again, Err(Error::Taken(_))));
        drop(tx);
        let list = world.store.list_blocked(&scope).await.unwrap();
        assert_eq!(list, [site.clone(), spam.clone()]);
        assert_eq!(world.store.list_all_blocked(&world.install).await.unwrap().len(), 2);
        let rows = world.store.stream_rows(&scope, PostId(0), 10).await.unwrap();
        let shown = |rows: &[hearken_store::IndexRow]| {
            rows.iter().filter(|r| !r.hidden).map(|r| r.id.0).collect::<Vec<_>>()
        };
        assert_eq!(shown(&rows), [4]);
        assert_eq!(world.store.purge_hidden(&world.install).await.unwrap(), 0, "not yet");
        let mut tx = world.store.begin().await.unwrap();
        let (entry, back) = tx.remove_blocked(&scope, spam.public_id).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!((entry, back), (spam, 2));
        let patched = OutboxChange::Patched { posts: vec![PostId(1), PostId(2)] };
        assert_eq!(newest(&world, here.org).await, patched);
        world.clock.advance(4 * hearken_model::time::HOUR);
        assert_eq!(world.store.purge_hidden(&world.install).await.unwrap(), 1);
        let rows = world.store.stream_rows(&scope, PostId(0), 10).await.unwrap();
        assert_eq!(shown(&rows), [1, 2, 4]);
        assert_eq!(newest(&world, here.org).await, OutboxChange::Deleted { posts: vec![PostId(3)] });
    }

    async fn newest_posts_are_listed_by_publication(world: World) {
        let here = world.listening("contoso").await;
        let scope = world.scope(here.org);
        let changes = [3, 1, 2].map(|n| {
            let mut new = crate::world::new_post(&format!("p{n}"), "x", "ann", &[here.hit]);
            new.post.published_at = hearken_model::Timestamp(n);
            PostChange::Put(Box::new(new))
        });
        world.record(changes.into()).await;
        let ids = |posts: Vec<hearken_store::StoredPost>| {
            posts.into_iter().map(|p| p.post.native_id).collect::<Vec<_>>()
        };
        let list = world.store.list_newest_posts(&scope, None, 2).await.unwrap();
        assert_eq!(ids(list), ["p3", "p2"]);
        let before = Some(hearken_model::Timestamp(2));
        let list = world.store.list_newest_posts(&scope, before, 2).await.unwrap();
        assert_eq!(ids(list), ["p1"]);
        let oldest = world.store.oldest_post(&scope).await.unwrap();
        assert_eq!(oldest, Some(hearken_model::Timestamp(1)));
        let texts = world.store.stream_texts(&scope, PostId(1), 10).await.unwrap();
        let ids: Vec<_> = texts.iter().map(|t| (t.0.0, t.2.text.as_str())).collect();
        assert_eq!(ids, [(2, "x"), (3, "x")]);
        let texts = world.store.load_texts(&scope, &[PostId(3), PostId(1)]).await.unwrap();
        assert_eq!(texts.iter().map(|t| t.0.0).collect::<Vec<_>>(), [1, 3]);
        let empty = world.organization("empty").await;
        assert_eq!(world.store.oldest_post(&world.scope(empty)).await.unwrap(), None);
    }
}
