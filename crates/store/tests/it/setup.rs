//! What changed with each revision of the setup, on both databases.

use crate::{
    conformance,
    world::{World, keywords},
};
use hearken_model::{OrgId, Standing};
use hearken_store::{
    BlockedKind, Location, NewSourceGroup, NewTopic,
    SetupChange::{self, Blocked, Everything, Sources, Topic, Words},
};
use sqlx::Connection;

async fn changes(world: &World, after: i64) -> Option<Vec<SetupChange>> {
    let (store, install) = (&world.store, &world.install);
    let until = store.setup_revision(install).await.unwrap();
    store
        .list_setup_changes(install, after, until)
        .await
        .unwrap()
}

conformance! {
    async fn each_change_is_noted_with_its_revision(world: World) {
        let here = world.listening("one").await;
        let (org, scope) = (here.org, world.scope(here.org));
        let start = world.store.setup_revision(&world.install).await.unwrap();
        assert_eq!(changes(&world, start).await, Some(vec![]));
        let mut tx = world.store.begin().await.unwrap();
        let new = NewTopic {
            category: here.topic.category,
            name: "Second".to_owned(),
            owner: None,
            rules: vec![keywords("second")],
        };
        let topic = tx.create_topic(&scope, &new).await.unwrap();
        tx.delete_topic(&scope, topic.id).await.unwrap();
        tx.add_blocked(&scope, BlockedKind::Phrase, "sale").await.unwrap();
        let group = NewSourceGroup {
            name: "News".to_owned(),
            initials: "N".to_owned(),
            feeds: vec![],
        };
        tx.create_source_group(&scope, &group).await.unwrap();
        tx.create_category(&scope, "Other", None).await.unwrap();
        tx.set_standing(&scope, Standing::Running, Standing::EndsSoon).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = world.store.begin().await.unwrap();
        tx.delete_topic(&scope, here.topic.id).await.unwrap();
        drop(tx);
        let second = Topic(org, topic.id);
        let all = [second, second, Blocked(org), Sources(org), Words(org), Everything(org)];
        assert_eq!(changes(&world, start).await.unwrap(), all);
        assert_eq!(changes(&world, start + 4).await.unwrap(), all[4..]);
        assert_eq!(changes(&world, start + 7).await, None, "the future");
        assert_eq!(changes(&world, start + 6 - 10_001).await, None, "too long ago");
        let (store, install) = (&world.store, &world.install);
        store.prune_setup_changes(install).await.unwrap();
        assert_eq!(changes(&world, start).await.unwrap(), all, "nothing is old");
        let read = store.list_setup_changes(install, start, start + 2).await.unwrap();
        assert_eq!(read.unwrap(), all[..2]);
    }

    async fn rules_are_read_by_topic_and_organization(world: World) {
        let one = world.listening("one").await;
        let two = world.listening("two").await;
        let (store, install) = (&world.store, &world.install);
        let all = store.list_all_rules(install).await.unwrap();
        let of = |org: OrgId| all.iter().filter(|rule| rule.org == org).cloned().collect::<Vec<_>>();
        assert_eq!(store.list_rules_of(install, one.org).await.unwrap(), of(one.org));
        let topics = [one.topic.id];
        let rules = |org| store.list_rules_of_topics(install, org, &topics);
        assert_eq!(rules(one.org).await.unwrap(), of(one.org));
        assert_eq!(store.list_rules_of_topics(install, two.org, &[]).await.unwrap(), []);
        let mut tx = store.begin().await.unwrap();
        let scope = world.scope(one.org);
        tx.set_standing(&scope, Standing::Running, Standing::Closed).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(rules(one.org).await.unwrap(), []);
        assert_eq!(store.list_rules_of(install, one.org).await.unwrap(), []);
    }
}

/// A program that notes nothing, or notes what this one does not know, has to be heard all the same.
#[tokio::test]
async fn a_gap_is_seen() {
    let world = World::sqlite().await;
    let one = world.listening("one").await;
    let Location::Folder(folder) = &world.config.location else {
        panic!("a folder")
    };
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(folder.join("hearken.db"));
    let mut connection = sqlx::SqliteConnection::connect_with(&options)
        .await
        .unwrap();
    assert!(changes(&world, 0).await.is_some());
    let strange = format!(
        "UPDATE setup_changes SET what = 'strange' WHERE org_id = {} AND revision = 1",
        one.org
    );
    let gone = "DELETE FROM setup_changes WHERE org_id > 0 AND revision = 2".to_owned();
    for (sql, known_from) in [(strange, 1), (gone, 2)] {
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql))
            .execute(&mut connection)
            .await
            .unwrap();
        assert_eq!(changes(&world, known_from - 1).await, None);
        assert!(changes(&world, known_from).await.is_some());
    }
}
