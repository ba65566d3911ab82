//! The chain of the audit: whoever edits, drops or reorders an entry is found.

use crate::world::World;
use hearken_model::OrgId;
use hearken_store::{AuditFault, AuditHead, NewAudit};
use serde_json::json;

async fn write(world: &World, org: OrgId, entries: usize) {
    let scope = world.scope(org);
    for n in 0..entries {
        let mut tx = world.store.begin().await.unwrap();
        let entry = NewAudit {
            verb: "topic.created",
            object: format!("topic:{n}"),
            detail: json!({ "name": format!("Topic {n}"), "count": n }),
        };
        tx.audit(&scope, entry).await.unwrap();
        tx.commit().await.unwrap();
    }
}

crate::conformance! {
/// Each way to tamper, and what is found.
async fn tampering_is_found(world: World) {
    let org = world.organization("chained").await;
    write(&world, org, 5).await;
    let look = async |kept: Option<&AuditHead>| {
        let check = world.store.verify_audit(&world.install, org, kept).await;
        check.unwrap()
    };
    let sound = look(None).await;
    assert_eq!((sound.faults.as_slice(), sound.unchained), (&[][..], 0));
    let head = sound.head.expect("an end");
    let last = head.id;
    assert_eq!(
        world.store.audit_head(&world.install, org).await.unwrap(),
        Some(head.clone())
    );
    assert_eq!(look(Some(&head)).await.faults, []);
    let other = AuditHead {
        id: last - 1,
        hash: head.hash.clone(),
    };
    assert_eq!(look(Some(&other)).await.faults, [AuditFault::Forked(last - 1)]);
    for (statement, back, expect) in [
        (
            format!("UPDATE audit SET verb = 'topic.deleted' WHERE org_id = {org} AND id = {}", last - 2),
            format!("UPDATE audit SET verb = 'topic.created' WHERE org_id = {org} AND id = {}", last - 2),
            vec![AuditFault::Edited(last - 2)],
        ),
        (
            format!("UPDATE audit SET hash = NULL WHERE org_id = {org} AND id = {last}"),
            String::new(),
            vec![AuditFault::Edited(last)],
        ),
        (
            format!("DELETE FROM audit WHERE org_id = {org} AND id = {}", last - 1),
            String::new(),
            vec![AuditFault::Missing(last), AuditFault::Edited(last)],
        ),
        (
            format!("DELETE FROM audit WHERE org_id = {org} AND id = {last}"),
            String::new(),
            vec![AuditFault::Truncated(last - 2)],
        ),
    ] {
        world.raw(&statement).await;
        assert_eq!(look(None).await.faults, expect, "{statement}");
        if !back.is_empty() {
            world.raw(&back).await;
            assert_eq!(look(None).await.faults, []);
        }
    }
    assert_eq!(
        look(Some(&head)).await.faults,
        [AuditFault::Truncated(last - 2)]
    );
}
}

crate::conformance! {
/// What a chain cannot show by itself, an end of it that was kept elsewhere does: a tail that is gone
/// with its count, and another story in its place.
async fn a_kept_end_finds_a_cut_and_a_fork(world: World) {
    let org = world.organization("chained").await;
    write(&world, org, 4).await;
    let look = async |kept: Option<&AuditHead>| {
        let check = world.store.verify_audit(&world.install, org, kept).await;
        check.unwrap().faults
    };
    let kept = world.store.audit_head(&world.install, org).await.unwrap().expect("an end");
    for statement in [
        format!("DELETE FROM audit WHERE org_id = {org} AND id > {}", kept.id - 2),
        format!("UPDATE counters SET last = {} WHERE org_id = {org} AND noun = 'audit'", kept.id - 2),
    ] {
        world.raw(&statement).await;
    }
    assert_eq!(look(None).await, [], "the chain by itself is whole");
    assert_eq!(look(Some(&kept)).await, [AuditFault::Truncated(kept.id - 2)]);
    write(&world, org, 3).await;
    assert_eq!(look(None).await, [], "the chain by itself is whole");
    assert_eq!(look(Some(&kept)).await, [AuditFault::Forked(kept.id)]);
}
}
