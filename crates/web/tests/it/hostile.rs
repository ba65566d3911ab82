//! What customers call themselves, on the pages of the partner who acts for them (A3).

use hearken_model::DelegationLevel;
use hearken_testkit::{
    Ask, TestApp,
    access::delegate,
    house::app::settings::{self, General},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_customers_name_is_only_text_to_the_partner() {
    let app = TestApp::with(|config| config.delegation.second_factor = false).await;
    let acme = app.organization("acme").await;
    let (acting, _) = delegate(&app, &acme, "agency", DelegationLevel::Full).await;
    let hostile = "<script>alert(1)</script>\"'{{x}}";
    let general = General {
        name: hostile.to_owned(),
        time_frame: "week".to_owned(),
        ..General::default()
    };
    settings::set_general(&app.house.app, &acme.caller, general)
        .await
        .expect("a name may hold such letters");
    let inside = app.ask(Ask::get("/o/acme/analytics").by(&acting)).await;
    assert_eq!(inside.status, 200);
    let agency = app.at_home("agency").await;
    let mut pages = vec![inside];
    for page in [
        "/o/agency/customers",
        "/o/agency/partner/people",
        "/o/agency/partner/log",
        "/o/agency/partner/offers",
    ] {
        pages.push(app.ask(Ask::get(page).by(&agency)).await);
    }
    let mut shown = 0;
    for page in &pages {
        assert_eq!(page.status, 200, "{}", page.text);
        assert!(!page.text.contains("<script>alert"), "{}", page.text);
        shown += usize::from(page.text.contains("&#60;script&#62;alert(1)"));
    }
    assert!(shown >= 3, "the name is on {shown} pages");
    // Pages forbid scripts that are not the product's own, should a name ever get through.
    let policy = pages[1].headers["content-security-policy"].to_str();
    let policy = policy.expect("a policy");
    assert!(policy.contains("script-src 'self'"), "{policy}");
    app.stop().await;
}
