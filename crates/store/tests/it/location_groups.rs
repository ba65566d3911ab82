//! Location groups.

use crate::conformance;
use hearken_model::Location;
use hearken_store::Error;

fn locations(words: &[&str]) -> Vec<Location> {
    words.iter().map(|word| word.parse().unwrap()).collect()
}

conformance! {
    async fn location_groups_are_kept_as_they_are_written(world: World) {
        let (one, two) = (world.organization("one").await, world.organization("two").await);
        let (one, two) = (world.scope(one), world.scope(two));
        let listed = locations(&["DE", "north-america", "0000000000000000000000000000abcd"]);
        let mut tx = world.store.begin().await.unwrap();
        let made = tx.create_location_group(&one, "Markets", &listed, None).await.unwrap();
        tx.create_location_group(&two, "markets", &listed, None).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(world.store.list_location_groups(&one).await.unwrap(), [made.clone()]);
        assert_eq!(made.locations, listed);

        let mut tx = world.store.begin().await.unwrap();
        let again = tx.create_location_group(&one, "MARKETS", &listed, None).await;
        assert!(matches!(again, Err(Error::Taken(ref field)) if field == "name"), "{again:?}");
        drop(tx);

        let mut tx = world.store.begin().await.unwrap();
        let fewer = locations(&["AT"]);
        let stale = tx.update_location_group(&one, made.id, Some(2), "Markets", &fewer).await;
        assert!(matches!(stale, Err(Error::Stale)), "{stale:?}");
        tx.update_location_group(&one, made.id, Some(1), "Home", &fewer).await.unwrap();
        let foreign = tx.update_location_group(&two, made.id, None, "Mine", &fewer).await;
        assert!(matches!(foreign, Err(Error::Stale)), "{foreign:?}");
        let now = tx.list_location_groups(&one).await.unwrap();
        assert_eq!((now[0].name.as_str(), now[0].version), ("Home", 2));
        assert_eq!(now[0].locations, fewer);
        let foreign = tx.delete_location_group(&two, made.id).await;
        assert!(matches!(foreign, Err(Error::NotFound)), "{foreign:?}");
        tx.delete_location_group(&one, made.id).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(world.store.list_location_groups(&one).await.unwrap(), []);
        assert_eq!(world.store.list_location_groups(&two).await.unwrap().len(), 1);
    }
}
