//! The schema: the same on both databases, brought up to date once, refused when it is too new.

use crate::world::World;
use hearken_store::{Error, Location, Store, StoreConfig};
use std::{collections::BTreeMap, path::Path, sync::Arc};

fn migrations(database: &str) -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("migrations")
        .join(database);
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(&path).unwrap())
        })
        .collect()
}

/// The text of a migration without what the two databases may differ in.
fn neutral(sql: &str) -> Vec<String> {
    let lines: Vec<&str> = sql.lines().filter(|line| !line.starts_with("--")).collect();
    lines
        .join("\n")
        .split(';')
        .map(|statement| {
            statement
                .replace(" WITHOUT ROWID", "")
                .replace(" BYTEA", " BLOB")
                .replace(" DOUBLE PRECISION", " REAL")
                .trim()
                .to_owned()
        })
        .filter(|statement| !statement.is_empty() && !statement.starts_with("CREATE FUNCTION"))
        .collect()
}

#[test]
fn both_databases_have_the_same_migrations() {
    let (sqlite, postgres) = (migrations("sqlite"), migrations("postgres"));
    let names = |m: &BTreeMap<String, String>| m.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&sqlite), names(&postgres));
    assert!(sqlite.len() >= 3);
    for (name, sql) in &sqlite {
        assert_eq!(neutral(sql), neutral(&postgres[name]), "{name}");
        assert!(
            name.len() > 5 && name[..4].bytes().all(|b| b.is_ascii_digit()),
            "{name}"
        );
    }
}

#[test]
fn every_migration_is_registered() {
    let source = include_str!("../../src/db/migrations.rs");
    for name in migrations("sqlite").keys() {
        assert!(
            source.contains(&format!("/{name}\"")),
            "{name} is not in db/migrations.rs"
        );
    }
}

#[test]
fn every_table_of_a_tenant_carries_its_key() {
    // Tables of the installation itself; anything else belongs to an organization.
    let installation = [
        "installation",
        "organizations",
        "users",
        "sessions",
        "one_time_secrets",
        "second_factors",
        "recovery_codes",
        "identities",
        "sign_ups",
    ];
    for sql in migrations("sqlite").values() {
        for statement in neutral(sql) {
            let Some(rest) = statement.strip_prefix("CREATE TABLE ") else {
                continue;
            };
            let table = rest.split_whitespace().next().unwrap();
            assert!(
                installation.contains(&table) || statement.contains("org_id BIGINT NOT NULL"),
                "{table} has no org_id"
            );
        }
    }
}

/// RET-06: whatever an organization has goes with it, or somebody decided that it stays.
#[test]
fn every_table_of_a_tenant_is_emptied_or_kept_on_purpose() {
    let kept = [
        // Numbers are never given twice; what was bought; the audit has a retention of its own.
        "counters",
        // By it those who match posts hear that all is gone; old rows go by themselves.
        "setup_changes",
        "subscriptions",
        "audit",
        // What was agreed with partners, for the other side too (DEL-89).
        "offers",
        "relationships",
        "answers",
        "receipts",
        // Goes with its posts.
        "post_topics",
    ];
    let source = include_str!("../../src/terms.rs");
    for sql in migrations("sqlite").values() {
        for statement in neutral(sql) {
            let Some(rest) = statement.strip_prefix("CREATE TABLE ") else {
                continue;
            };
            let table = rest.split_whitespace().next().unwrap();
            let is_tenants = statement.contains("org_id BIGINT NOT NULL");
            let is_emptied = source.contains(&format!("DELETE FROM {table} WHERE org_id = $1"));
            assert_eq!(
                is_emptied,
                is_tenants && !kept.contains(&table),
                "{table} is neither emptied nor kept, or both"
            );
        }
    }
}

/// Both live schemas: (table, column) and whether it may be null.
#[tokio::test]
async fn both_live_schemas_have_the_same_columns() {
    let Some(postgres) = World::postgres().await else {
        return;
    };
    let sqlite = World::sqlite().await;
    let Location::Folder(folder) = &sqlite.config.location else {
        panic!("a folder")
    };
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(folder.join("hearken.db"));
    let pool = sqlx::SqlitePool::connect_with(options).await.unwrap();
    let mut here: Vec<(String, String, i64)> = sqlx::query_as(
        "SELECT t.name, c.name, c.\"notnull\" FROM sqlite_schema t, pragma_table_info(t.name) c \
         WHERE t.type = 'table' AND t.name NOT LIKE '%sqlx%' AND t.name NOT LIKE 'sqlite_%'",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    let Location::Postgres(url) = &postgres.config.location else {
        panic!("a URL")
    };
    let pool = sqlx::PgPool::connect(url).await.unwrap();
    let mut there: Vec<(String, String, i64)> = sqlx::query_as(
        "SELECT table_name::TEXT, column_name::TEXT, \
         CASE is_nullable WHEN 'NO' THEN 1::BIGINT ELSE 0::BIGINT END \
         FROM information_schema.columns WHERE table_schema = 'public' \
         AND table_name NOT LIKE '%sqlx%'",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    pool.close().await;
    here.sort();
    there.sort();
    assert!(here.len() > 100);
    assert_eq!(here, there);
    postgres.guard().drop_database().await;
}

fn parts(world: &World) -> (Arc<dyn hearken_store::Clock>, Arc<dyn hearken_store::Ids>) {
    (
        world.clock.clone(),
        Arc::new(crate::world::TestIds::default()),
    )
}

async fn reopen(world: &World, config: StoreConfig) -> Result<Store, Error> {
    let (clock, ids) = parts(world);
    Store::open(config, clock, ids).await
}

crate::conformance! {
    async fn opening_again_finds_what_was_kept(world: World) {
        let org = world.organization("contoso").await;
        let config = StoreConfig { migrate: false, ..world.config.clone() };
        let again = reopen(&world, config).await.unwrap();
        assert_eq!(again.load_organization(&world.scope(org)).await.unwrap().id, org);
        again.close().await;
    }
}

#[tokio::test]
async fn an_empty_database_is_not_filled_against_the_will() {
    let world = World::sqlite().await;
    let folder = tempfile::tempdir().unwrap();
    let mut config = StoreConfig::new(Location::Folder(folder.path().to_owned()));
    config.migrate = false;
    let error = reopen(&world, config).await.unwrap_err();
    assert!(
        matches!(error, Error::SchemaBehind { found: 0, .. }),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_newer_or_foreign_database_is_refused() {
    let world = World::sqlite().await;
    let Location::Folder(folder) = &world.config.location else {
        panic!("a folder")
    };
    let file = folder.join("hearken.db");
    let execute = |sql: &'static str| {
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&file);
        async move {
            let pool = sqlx::SqlitePool::connect_with(options).await.unwrap();
            sqlx::query(sql).execute(&pool).await.unwrap();
            pool.close().await;
        }
    };
    execute(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
         VALUES (9999, 'from the future', 1, x'00', 0)",
    )
    .await;
    let error = reopen(&world, world.config.clone()).await.unwrap_err();
    assert!(
        matches!(error, Error::SchemaAhead { found: 9999, .. }),
        "{error:?}"
    );
    execute("DELETE FROM _sqlx_migrations WHERE version = 9999").await;
    reopen(&world, world.config.clone())
        .await
        .unwrap()
        .close()
        .await;
    execute("PRAGMA application_id = 1").await;
    let error = reopen(&world, world.config.clone()).await.unwrap_err();
    assert!(matches!(error, Error::Corrupt(_)), "{error:?}");
}

#[tokio::test]
async fn a_store_that_contradicts_itself_stops_the_start() {
    let world = World::sqlite().await;
    let here = world.listening("contoso").await;
    world
        .record(vec![crate::world::post("p1", "x", "ann", &[here.hit])])
        .await;
    let Location::Folder(folder) = &world.config.location else {
        panic!("a folder")
    };
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(folder.join("hearken.db"));
    let pool = sqlx::SqlitePool::connect_with(options).await.unwrap();
    sqlx::query("UPDATE counters SET last = 0 WHERE noun = 'post'")
        .execute(&pool)
        .await
        .unwrap();
    sqlx::query("UPDATE posts SET author_id = 99")
        .execute(&pool)
        .await
        .unwrap();
    let findings = world.store.check(&world.install).await.unwrap();
    assert_eq!(findings.len(), 2, "{findings:?}");
    let error = reopen(&world, world.config.clone()).await.unwrap_err();
    assert!(matches!(error, Error::Corrupt(_)), "{error:?}");
}

#[tokio::test]
async fn a_damaged_file_stops_the_start() {
    let world = World::sqlite().await;
    let here = world.listening("contoso").await;
    let changes = (0..2000).map(|n| {
        crate::world::post(
            &format!("p{n}"),
            "some text to fill pages",
            "ann",
            &[here.hit],
        )
    });
    world.record(changes.collect()).await;
    world.store.close().await;
    let Location::Folder(folder) = &world.config.location else {
        panic!("a folder")
    };
    let file = folder.join("hearken.db");
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 20_000].fill(0xAB);
    std::fs::write(&file, bytes).unwrap();
    let error = reopen(&world, world.config.clone()).await.unwrap_err();
    assert!(matches!(error, Error::Corrupt(_)), "{error:?}");
}

#[test]
fn a_url_is_never_printed() {
    let config = StoreConfig::new(Location::Postgres("postgres://u:secret@h/d".to_owned()));
    assert!(!format!("{config:?}").contains("secret"));
}
