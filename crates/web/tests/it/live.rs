//! How fast live pages end with the delegation that they were opened under (DEL-86).

use hearken_model::DelegationLevel;
use hearken_testkit::{
    Ask, Member, TestApp,
    access::delegate,
    house::app::delegation::{self, OurSide},
};
use std::{sync::Arc, time::Duration};
use tokio::{task::JoinHandle, time::Instant};

/// The hard limit of administration 1.10.
const LIMIT: Duration = Duration::from_secs(5);

/// Pages: 100, or as many as `HEARKEN_STREAMS` says.
#[expect(
    clippy::disallowed_methods,
    reason = "how much is tried is the caller's to say"
)]
fn pages() -> usize {
    std::env::var("HEARKEN_STREAMS")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(100)
}

/// Opens a live page; tells when it was closed, and what it said until then.
fn open(app: &Arc<TestApp>, by: &Member) -> JoinHandle<(Instant, u16)> {
    let app = Arc::clone(app);
    let ask = Ask::get(format!("/o/{}/events", by.slug)).by(by);
    tokio::spawn(async move {
        // The whole body is read: it has an end when the page is closed.
        let answer = app.ask(ask).await;
        (Instant::now(), answer.status.as_u16())
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn live_pages_end_with_the_delegation() {
    let app = TestApp::with(|config| config.delegation.second_factor = false).await;
    let app = Arc::new(app);
    let acme = app.organization("acme").await;
    let (acting, id) = delegate(&app, &acme, "agency", DelegationLevel::Full).await;
    let (other, _) = delegate(&app, &acme, "desk", DelegationLevel::Full).await;
    let open_pages: Vec<_> = (0..pages()).map(|_| open(&app, &acting)).collect();
    let stays = [open(&app, &other), open(&app, &acme)];
    // Long enough for each to look again at least once.
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert!(open_pages.iter().all(|page| !page.is_finished()));
    let asked = Instant::now();
    delegation::change_partner(&app.house.app, &acme.caller, id, OurSide::End)
        .await
        .expect("ended");
    let acknowledged = Instant::now();
    let mut took = Vec::new();
    for page in open_pages {
        let (closed, status) = page.await.expect("a page is closed");
        assert_eq!(status, 200);
        took.push(closed.saturating_duration_since(acknowledged));
    }
    took.sort();
    let (half, last) = (took[took.len() / 2], took[took.len() - 1]);
    let ending = acknowledged - asked;
    println!(
        "{} pages: ended in {ending:?}; then half closed in {half:?}, all in {last:?}",
        took.len()
    );
    assert!(last <= LIMIT, "{last:?}");
    // Whoever has nothing to do with it goes on.
    assert!(stays.iter().all(|page| !page.is_finished()));
    stays.iter().for_each(JoinHandle::abort);
    app.stop().await;
}
