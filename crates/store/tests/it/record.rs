//! The central call: what becomes of batches.

use crate::{
    conformance,
    world::{new_post, post},
};
use hearken_model::{
    AuthorId, PlaceKind, PostId, PostKind, Sentiment, Seq, Source, Timestamp, annotation::PhraseKey,
};
use hearken_store::{
    Audience, AuthorKey, Checkpoint, Error, Hit, ImportState, ImportStep, NewImport, OutboxChange,
    PostChange, PostKey, RecordBatch,
};

fn delete(native_id: &str) -> PostChange {
    PostChange::Delete(PostKey {
        source: Source::BLUESKY,
        native_id: native_id.to_owned(),
    })
}

fn author_key(native_id: &str) -> AuthorKey {
    AuthorKey {
        source: Source::BLUESKY,
        native_id: native_id.to_owned(),
    }
}

async fn outbox(world: &crate::World, org: hearken_model::OrgId) -> Vec<OutboxChange> {
    let entries = world
        .store
        .list_outbox(&world.scope(org), Seq(0), 100)
        .await
        .unwrap();
    for (n, entry) in (1..).zip(&entries) {
        assert_eq!(entry.seq, Seq(n), "dense, from 1");
    }
    entries.into_iter().map(|entry| entry.change).collect()
}

fn recorded(first: i64, last: i64) -> OutboxChange {
    OutboxChange::Recorded {
        first: PostId(first),
        last: PostId(last),
    }
}

conformance! {
    async fn a_post_is_kept_whole(world: World) {
        let here = world.listening("contoso").await;
        let outcome = world.record(vec![post("p1", "I like Contoso", "ann", &[here.hit])]).await;
        assert_eq!(outcome.organizations.len(), 1);
        let told = &outcome.organizations[0];
        assert_eq!((told.org, told.matched, told.recorded), (here.org, 1, 1));
        assert_eq!((told.duplicates, told.edited, told.seq), (0, 0, Some(Seq(1))));
        let scope = world.scope(here.org);
        let posts = world.store.load_posts(&scope, &[PostId(1)]).await.unwrap();
        let stored = &posts[0];
        let sent = new_post("p1", "I like Contoso", "ann", &[here.hit]);
        assert_eq!(stored.post, sent.post);
        assert_eq!(stored.tone, sent.annotations.tone);
        assert_eq!(stored.language, sent.annotations.language);
        assert_eq!(stored.place, sent.annotations.place);
        assert_eq!(stored.hits, [(here.hit.topic, here.hit.rule)]);
        assert_eq!(stored.author.unwrap().0, AuthorId(1));
        assert_eq!(stored.recorded_at, Timestamp(1_800_000_000_000_000));
        let same = world.store.find_post(&scope, stored.public_id).await.unwrap();
        assert_eq!(same.as_ref(), Some(stored));
        let row = &world.store.load_rows(&scope, &[PostId(1)]).await.unwrap()[0];
        assert_eq!(row.phrases, [PhraseKey(u64::MAX), PhraseKey(7)]);
        assert_eq!((row.kind, row.sentiment), (PostKind::Post, Sentiment::Positive));
        assert_eq!((row.reach, row.author), (Some(3), Some(AuthorId(1))));
        assert_eq!(row.place.unwrap().kind, PlaceKind::Author);
        assert_eq!((row.topics.as_slice(), row.hidden), (&[here.hit.topic][..], false));
        assert_eq!(outbox(&world, here.org).await, [recorded(1, 1)]);
    }

    async fn one_message_is_a_post_of_each_organization_it_hits(world: World) {
        let (one, two) = (world.listening("one").await, world.listening("two").await);
        let other = world.organization("other").await;
        let outcome = world.record(vec![post("p1", "hi", "ann", &[one.hit, two.hit])]).await;
        assert_eq!(outcome.total_recorded(), 2);
        let posts = (world.posts(one.org).await, world.posts(two.org).await);
        assert_eq!((posts.0.len(), posts.1.len(), world.posts(other).await.len()), (1, 1, 0));
        let id = |org| {
            let (store, scope) = (world.store.clone(), world.scope(org));
            async move { store.load_posts(&scope, &[PostId(1)]).await.unwrap()[0].public_id }
        };
        let (a, b) = (id(one.org).await, id(two.org).await);
        assert_ne!(a, b, "nobody can tell that they are the same message");
        let foreign = world.store.find_post(&world.scope(two.org), a).await.unwrap();
        assert_eq!(foreign, None);
        world.record(vec![delete("p1")]).await;
        assert_eq!(world.posts(one.org).await.len() + world.posts(two.org).await.len(), 0);
    }

    async fn the_same_again_is_a_duplicate_and_changes_nothing(world: World) {
        let here = world.listening("contoso").await;
        let put = || post("p1", "hi", "ann", &[here.hit]);
        world.record(vec![put(), post("p2", "ho", "ann", &[here.hit])]).await;
        let outcome = world.record(vec![put(), put(), post("p3", "he", "bob", &[here.hit])]).await;
        let told = &outcome.organizations[0];
        assert_eq!((told.matched, told.recorded, told.duplicates, told.edited), (3, 1, 2, 0));
        assert_eq!(outbox(&world, here.org).await, [recorded(1, 2), recorded(3, 3)]);
        let outcome = world.record(vec![put()]).await;
        assert_eq!(outcome.organizations[0].seq, None);
        assert_eq!(world.posts(here.org).await.len(), 3);
    }

    async fn an_edit_updates_text_annotations_and_hits(world: World) {
        let here = world.listening("contoso").await;
        let other = world.topic(here.org, "Fabrikam").await;
        let second = Hit { topic: other.id, rule: other.rules[0].id, ..here.hit };
        world.record(vec![post("p1", "Contoso", "ann", &[here.hit])]).await;
        let mut edited = new_post("p1", "Fabrikam", "ann", &[second]);
        edited.annotations.tone.sentiment = Sentiment::Negative;
        edited.phrase_keys = vec![PhraseKey(1)];
        world.clock.advance(5);
        let outcome = world.record(vec![PostChange::Put(Box::new(edited))]).await;
        let told = &outcome.organizations[0];
        assert_eq!((told.matched, told.recorded, told.duplicates, told.edited), (1, 0, 1, 1));
        let expect = [("p1".to_owned(), "Fabrikam".to_owned(), vec![other.id])];
        assert_eq!(world.posts(here.org).await, expect);
        let row = &world.store.load_rows(&world.scope(here.org), &[PostId(1)]).await.unwrap()[0];
        assert_eq!((row.sentiment, row.phrases.len()), (Sentiment::Negative, 1));
        assert_eq!(outbox(&world, here.org).await[1], OutboxChange::Patched { posts: vec![PostId(1)] });
    }

    async fn an_edit_that_matches_nothing_any_more_still_arrives(world: World) {
        let here = world.listening("contoso").await;
        world.record(vec![post("p1", "Contoso", "ann", &[here.hit])]).await;
        let changes = vec![post("p1", "redacted", "ann", &[]), post("p2", "new", "ann", &[])];
        let outcome = world.record(changes).await;
        assert_eq!((outcome.organizations[0].matched, outcome.organizations[0].edited), (0, 1));
        let expect = [("p1".to_owned(), "redacted".to_owned(), vec![])];
        assert_eq!(world.posts(here.org).await, expect);
    }

    async fn events_of_one_batch_happen_in_order(world: World) {
        let here = world.listening("contoso").await;
        let put = |id, text| post(id, text, "ann", &[here.hit]);
        let outcome = world.record(vec![
            put("a", "1"), put("a", "2"),
            put("b", "1"), delete("b"),
            delete("c"), put("c", "1"),
            put("d", "1"), delete("d"), put("d", "2"),
        ]).await;
        let told = &outcome.organizations[0];
        assert_eq!((told.recorded, told.duplicates, told.edited, told.deleted), (5, 1, 1, 2));
        let texts: Vec<_> = world.posts(here.org).await.into_iter().map(|p| (p.0, p.1)).collect();
        let expect = [("a", "2"), ("c", "1"), ("d", "2")];
        assert_eq!(texts, expect.map(|(id, text)| (id.to_owned(), text.to_owned())));
        assert_eq!(outbox(&world, here.org).await, [recorded(1, 3)]);
        let outcome = world.record(vec![delete("a"), put("a", "3")]).await;
        let told = &outcome.organizations[0];
        assert_eq!((told.deleted, told.recorded), (1, 1));
        let gone = OutboxChange::Deleted { posts: vec![PostId(1)] };
        assert_eq!(outbox(&world, here.org).await[1..], [gone, recorded(4, 4)]);
    }

    async fn a_tombstone_takes_everything_of_an_author(world: World) {
        let here = world.listening("contoso").await;
        let put = |id, by| post(id, "text", by, &[here.hit]);
        world.record(vec![put("a1", "ann"), put("a2", "ann"), put("b1", "bob")]).await;
        let outcome = world.record(vec![
            put("a3", "ann"),
            PostChange::EraseAuthor(author_key("ann")),
            put("a4", "ann"),
        ]).await;
        let told = &outcome.organizations[0];
        assert_eq!((told.recorded, told.deleted), (2, 3));
        let left: Vec<_> = world.posts(here.org).await.into_iter().map(|p| p.0).collect();
        assert_eq!(left, ["a4", "b1"]);
        let changes = outbox(&world, here.org).await;
        assert_eq!(changes[1..], [
            OutboxChange::Deleted { posts: vec![PostId(1), PostId(2)] },
            OutboxChange::AuthorErased { author: AuthorId(1) },
            recorded(4, 4),
        ]);
        let counts = world.store.count_posts(&world.scope(here.org)).await.unwrap();
        assert_eq!((counts.posts, counts.hits, counts.authors), (2, 2, 2));
        assert_eq!(world.store.check(&world.install).await.unwrap(), []);
    }

    async fn authors_are_kept_once_as_they_are_now(world: World) {
        let here = world.listening("contoso").await;
        world.record(vec![post("p1", "one", "ann", &[here.hit])]).await;
        let mut later = new_post("p2", "two", "ann", &[here.hit]);
        later.post.author.as_mut().unwrap().name = Some("Ann".to_owned());
        world.record(vec![PostChange::Put(Box::new(later))]).await;
        let rename = PostChange::RenameAuthor { author: author_key("ann"), handle: "a.test".into() };
        world.record(vec![rename]).await;
        let scope = world.scope(here.org);
        let posts = world.store.load_posts(&scope, &[PostId(2), PostId(1)]).await.unwrap();
        let ids: Vec<_> = posts.iter().map(|p| p.id).collect();
        assert_eq!(ids, [PostId(2), PostId(1)], "in the order asked for");
        for stored in &posts {
            let author = stored.post.author.as_ref().unwrap();
            assert_eq!(author.name.as_deref(), Some("Ann"));
            assert_eq!(author.handle.as_deref(), Some("a.test"));
        }
        let public = posts[0].author.unwrap().1;
        let found = world.store.find_authors(&scope, &[public]).await.unwrap();
        assert_eq!((found.len(), found[0].id), (1, AuthorId(1)));
        let other = world.organization("other").await;
        assert_eq!(world.store.find_authors(&world.scope(other), &[public]).await.unwrap(), []);
    }

    async fn hits_of_topics_that_are_not_active_are_dropped(world: World) {
        let here = world.listening("contoso").await;
        let stranger = Hit { topic: hearken_model::TopicId(99), ..here.hit };
        let outcome = world.record(vec![post("p1", "x", "ann", &[stranger])]).await;
        assert_eq!(outcome.total_recorded(), 0);
        let mut tx = world.store.begin().await.unwrap();
        tx.delete_topic(&world.scope(here.org), here.topic.id).await.unwrap();
        tx.commit().await.unwrap();
        let outcome = world.record(vec![post("p1", "x", "ann", &[here.hit])]).await;
        assert_eq!(outcome.total_recorded(), 0);
        assert_eq!(world.posts(here.org).await, []);
    }

    async fn an_audience_bounds_hits_and_deletions(world: World) {
        let (one, two) = (world.listening("one").await, world.listening("two").await);
        world.record(vec![post("p1", "x", "ann", &[one.hit, two.hit])]).await;
        let mut batch = RecordBatch::new(Audience::Organization(one.org));
        batch.changes = vec![post("p2", "y", "ann", &[one.hit, two.hit]), delete("p1")];
        world.store.record(&world.install, batch).await.unwrap();
        let names = |posts: Vec<(String, String, Vec<_>)>| {
            posts.into_iter().map(|p| p.0).collect::<Vec<_>>()
        };
        assert_eq!(names(world.posts(one.org).await), ["p2"]);
        assert_eq!(names(world.posts(two.org).await), ["p1"]);
    }

    async fn the_checkpoint_moves_with_the_posts(world: World) {
        let here = world.listening("contoso").await;
        let load = || world.store.load_checkpoint(&world.install, Audience::Everybody, "bluesky");
        assert_eq!(load().await.unwrap(), None);
        let batch = |native_id: &str, after: Option<&str>, value: &str| {
            let mut batch = RecordBatch::new(Audience::Everybody);
            batch.changes = vec![post(native_id, "x", "ann", &[here.hit])];
            batch.checkpoint = Some(Checkpoint {
                instance: "bluesky".to_owned(),
                value: value.to_owned(),
                after: after.map(str::to_owned),
            });
            batch
        };
        for (native_id, after, value) in [("p1", Some(""), "one"), ("p2", None, "two")] {
            world.store.record(&world.install, batch(native_id, after, value)).await.unwrap();
            assert_eq!(load().await.unwrap().as_deref(), Some(value));
        }
        for late in ["", "one"] {
            let refused = world.store.record(&world.install, batch("p3", Some(late), "three")).await;
            assert!(matches!(refused, Err(Error::Stale)), "after {late:?}");
        }
        assert_eq!(world.posts(here.org).await.len(), 2, "nothing of a refused batch is kept");
        let all = world.store.list_checkpoints(&world.install, Audience::Everybody).await.unwrap();
        assert_eq!(all, [("bluesky".to_owned(), "two".to_owned())]);
    }

    async fn an_import_counts_and_goes_on_where_it_was(world: World) {
        let here = world.listening("contoso").await;
        let scope = world.scope(here.org);
        let mut tx = world.store.begin().await.unwrap();
        let new = NewImport {
            file_name: "posts.ndjson.gz".to_owned(),
            format: "ndjson".to_owned(),
            options: serde_json::json!({"columns": {"text": 3}}),
        };
        let import = tx.create_import(&scope, &new).await.unwrap();
        tx.set_import_state(&scope, import.id, ImportState::Running, None).await.unwrap();
        tx.commit().await.unwrap();
        let step = |read, from: Option<&str>, checkpoint: &str| ImportStep {
            import: import.id,
            read,
            rejected: 1,
            from: from.map(str::to_owned),
            checkpoint: Some(checkpoint.to_owned()),
        };
        let batch = |step, changes| {
            let mut batch = RecordBatch::new(Audience::Organization(here.org));
            (batch.import, batch.changes) = (Some(step), changes);
            batch
        };
        let put = |id: &str| post(id, "x", "ann", &[here.hit]);
        let first = batch(step(10, None, "line 10"), vec![put("a"), put("b"), put("a")]);
        world.store.record(&world.install, first).await.unwrap();
        world.store.record(&world.install, batch(step(5, Some("line 10"), "line 15"), vec![])).await.unwrap();
        let second = batch(step(5, Some("line 10"), "line 15"), vec![put("d")]);
        let error = world.store.record(&world.install, second).await.unwrap_err();
        assert!(matches!(error, Error::Stale), "one of two runners goes on, not both");
        let open = world.store.list_open_imports(&world.install).await.unwrap();
        assert_eq!((open.len(), open[0].0), (1, here.org));
        let seen = world.store.find_import(&scope, import.public_id).await.unwrap().unwrap();
        assert_eq!(seen, open[0].1);
        assert_eq!((seen.read, seen.matched, seen.recorded), (15, 3, 2));
        assert_eq!((seen.duplicates, seen.rejected), (1, 2));
        assert_eq!(seen.checkpoint.as_deref(), Some("line 15"));
        assert_eq!(seen.options, new.options);
        let mut tx = world.store.begin().await.unwrap();
        tx.set_import_state(&scope, import.id, ImportState::Cancelled, None).await.unwrap();
        tx.commit().await.unwrap();
        let late = batch(step(5, Some("line 15"), "line 20"), vec![put("c")]);
        let error = world.store.record(&world.install, late).await.unwrap_err();
        assert!(matches!(error, Error::Stale), "a cancelled import takes nothing more");
        assert_eq!(world.posts(here.org).await.len(), 2);
        assert!(world.store.list_imports(&scope, 10).await.unwrap()[0].finished_at.is_some());
    }

    async fn texts_that_databases_stumble_over_are_kept(world: World) {
        let here = world.listening("contoso").await;
        let texts = ["nul \0 inside", "emoji 👩‍👩‍👧 and \u{202E}rtl", "quote ' \" \\ $1 ?1", ""];
        let changes = texts.iter().map(|text| post(&format!("id{text}"), text, "a\0b", &[here.hit]));
        world.record(changes.collect()).await;
        let stored: Vec<_> = world.posts(here.org).await.into_iter().map(|p| p.1).collect();
        for text in texts {
            assert!(stored.contains(&text.to_owned()), "{text:?} in {stored:?}");
        }
        let again = texts.iter().map(|text| post(&format!("id{text}"), text, "a\0b", &[here.hit]));
        let outcome = world.record(again.collect()).await;
        assert_eq!(outcome.organizations[0].duplicates, 4);
        assert_eq!(world.store.count_posts(&world.scope(here.org)).await.unwrap().authors, 1);
    }

    async fn a_large_batch_is_one_range(world: World) {
        let here = world.listening("contoso").await;
        let changes = (0..1234).map(|n| post(&format!("p{n}"), "x", &format!("a{}", n % 7), &[here.hit]));
        let outcome = world.record(changes.collect()).await;
        assert_eq!(outcome.total_recorded(), 1234);
        let scope = world.scope(here.org);
        let mut after = PostId(0);
        let mut seen = Vec::new();
        loop {
            let rows = world.store.stream_rows(&scope, after, 500).await.unwrap();
            let Some(last) = rows.last() else { break };
            after = last.id;
            assert!(rows.iter().all(|row| row.topics == [here.topic.id]));
            seen.extend(rows.into_iter().map(|row| row.id.0));
        }
        assert_eq!(seen, (1..=1234).collect::<Vec<_>>());
        let range = world.store.load_row_range(&scope, PostId(1000), PostId(2000)).await.unwrap();
        assert_eq!(range.len(), 235);
        let apart = [PostId(1), PostId(600), PostId(1200), PostId(9999)];
        assert_eq!(world.store.load_rows(&scope, &apart).await.unwrap().len(), 3);
        assert_eq!(outbox(&world, here.org).await, [recorded(1, 1234)]);
        assert_eq!(world.store.outbox_heads(&world.install).await.unwrap(), [(here.org, Seq(1))]);
    }

    async fn a_pruned_outbox_says_so(world: World) {
        let here = world.listening("contoso").await;
        for n in 0..4 {
            world.record(vec![post(&format!("p{n}"), "x", "ann", &[here.hit])]).await;
        }
        let scope = world.scope(here.org);
        assert_eq!(world.store.prune_outbox(&scope, Seq(2)).await.unwrap(), 2);
        let list = world.store.list_outbox(&scope, Seq(2), 1).await.unwrap();
        assert_eq!(list[0].seq, Seq(3));
        let early = world.store.list_outbox(&scope, Seq(1), 10).await;
        assert!(matches!(early, Err(Error::Pruned)));
        world.store.prune_outbox(&scope, Seq(4)).await.unwrap();
        let late = world.store.list_outbox(&scope, Seq(3), 10).await;
        assert!(matches!(late, Err(Error::Pruned)));
        assert_eq!(world.store.list_outbox(&scope, Seq(4), 10).await.unwrap(), []);
        world.record(vec![post("p9", "x", "ann", &[here.hit])]).await;
        assert_eq!(world.store.list_outbox(&scope, Seq(4), 10).await.unwrap()[0].seq, Seq(5));
    }
}

conformance! {
    async fn intake_counts_what_was_recorded_in_a_stretch_of_time(world: World) {
        let here = world.listening("contoso").await;
        let scope = world.scope(here.org);
        let day = hearken_model::time::DAY;
        let first = hearken_store::Clock::now(&*world.clock);
        assert_eq!(world.store.first_recorded_at(&scope).await.unwrap(), None);
        world.record(vec![post("p1", "one", "ann", &[here.hit]), post("p2", "two", "bob", &[here.hit])]).await;
        world.clock.advance(day);
        world.record(vec![post("p3", "three", "ann", &[here.hit])]).await;
        let of = |from: i64, to: i64| {
            let span = hearken_model::Span { from: first.plus(from * day), to: first.plus(to * day) };
            let (store, scope) = (&world.store, &scope);
            async move {
                let intake = store.count_intake(scope, span).await.unwrap();
                let topics: Vec<u64> = intake.topics.iter().map(|t| t.1).collect();
                let categories: Vec<u64> = intake.categories.iter().map(|c| c.1).collect();
                (intake.posts, topics, categories)
            }
        };
        assert_eq!(of(0, 1).await, (2, vec![2], vec![2]));
        assert_eq!(of(0, 2).await, (3, vec![3], vec![3]));
        assert_eq!(of(1, 2).await, (1, vec![1], vec![1]));
        assert_eq!(of(2, 3).await, (0, vec![], vec![]));
        assert_eq!(world.store.first_recorded_at(&scope).await.unwrap(), Some(first));
    }
}
