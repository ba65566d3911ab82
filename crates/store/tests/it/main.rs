//! One suite for both databases. SQLite always; PostgreSQL when `HEARKEN_TEST_POSTGRES` holds a URL
//! (`postgres://user@127.0.0.1:5433/postgres`): every test makes a database of its own there and
//! drops it in the end.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    clippy::assigning_clones,
    clippy::cloned_ref_to_slice_refs,
    missing_docs,
    reason = "tests"
)]

mod accounts;
mod audit;
mod backup;
mod boundaries;
mod changes;
mod crash;
mod jobs;
mod licences;
mod location_groups;
mod mails;
mod people;
mod record;
mod schema;
mod searches;
mod setup;
mod statements;
mod terms;
mod world;

pub(crate) use world::World;

/// Declares tests that run on both databases: `conformance! { async fn name(world: World) {..} }`.
#[macro_export]
macro_rules! conformance {
    ($($(#[$doc:meta])* async fn $name:ident($world:ident: World) $body:block)*) => { $(
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            $(#[$doc])*
            async fn test($world: $crate::World) $body

            #[tokio::test]
            async fn sqlite() {
                test($crate::World::sqlite().await).await;
            }

            #[tokio::test]
            async fn postgres() {
                if let Some(world) = $crate::World::postgres().await {
                    let guard = world.guard();
                    test(world).await;
                    guard.drop_database().await;
                }
            }
        }
    )* };
}
