//! What becomes of a delegation when the customer's subscription ends, and when the customer is gone
//! (DEL-90).

use super::*;
use hearken_app::{
    jobs,
    licences::{self, Close},
    topics::TopicFilter,
};

#[tokio::test]
async fn a_delegated_admin_may_what_the_customers_own_still_may() {
    let (pair, id) = Pair::related().await;
    let app = &pair.world.app;
    let token = pair.enter(ADMIN, id).await.expect("entered");
    let inside = pair.inside(&token).await.expect("inside");
    let close = || Close {
        name: "Fabrikam".to_owned(),
    };
    let refused = licences::close(app, &inside, close()).await;
    assert_eq!(refused.map_err(|e| e.code), Err(Code::NeverDelegable));
    licences::close(app, &pair.customer, close())
        .await
        .expect("closed");
    assert_eq!(pair.status().await, "active", "the relationship stays");
    let inside = pair.inside(&token).await.expect("inside");
    let looked = topics::list(app, &inside, TopicFilter::default()).await;
    assert!(looked.is_ok());
    let changed = hearken_app::categories::create(app, &inside, "New").await;
    let changed = changed.map_err(|e| e.code).err();
    assert_eq!(changed, Some(Code::SolutionReadOnly));
}

#[tokio::test]
async fn a_customer_that_is_gone_has_no_partners() {
    let (pair, id) = Pair::related().await;
    let app = &pair.world.app;
    let close = Close {
        name: "Fabrikam".to_owned(),
    };
    licences::close(app, &pair.customer, close)
        .await
        .expect("closed");
    for days in [200, 14] {
        pair.world.clock.step(days * DAY);
        jobs::sweep(app).await.expect("swept");
    }
    let refused = pair.enter(ADMIN, id).await;
    assert!(refused.is_err());
    let home = pair.at_home(&pair.session(ADMIN).await).await;
    let rows = delegation::log(app, &home).await.expect("the log");
    let ended = rows.iter().filter(|row| row.verb == "relationship.ended");
    let with: Vec<&str> = ended.map(|row| row.with.as_str()).collect();
    assert_eq!(with, ["Fabrikam"]);
}
