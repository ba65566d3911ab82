//! Blocked content (SEA-140..143).

use hearken_model::{Language, LinkCard, OrgId, Post, Source, Timestamp};
use hearken_rules::blocklist::parse_phrase;
use hearken_rules::{BlockedDomain, BlockedEntry, Blocklist, Subject};

#[test]
fn domains_are_read() {
    for (typed, expect) in [
        ("contoso.com", Ok("contoso.com")),
        (" HTTPS://Shop.Contoso.com:8080/ ", Ok("shop.contoso.com")),
        ("contoso.com/blog/", Ok("contoso.com/blog")),
        ("//contoso.com/blog?x=1#y", Ok("contoso.com/blog?x=1")),
        ("bücher.example", Ok("xn--bcher-kva.example")),
        ("contoso.com.", Ok("contoso.com")),
        ("192.0.2.7", Ok("192.0.2.7")),
        ("github.io", Ok("github.io")),
        ("", Err("required")),
        ("com", Err("public_suffix")),
        ("co.uk", Err("public_suffix")),
        (".com", Err("not_a_domain")),
        ("localhost", Err("not_a_domain")),
        ("two words.com", Err("not_a_domain")),
        ("ftp://contoso.com", Err("not_a_domain")),
    ] {
        let read = BlockedDomain::parse(typed, "domain");
        let shown = read.as_ref().map(ToString::to_string);
        let shown = shown.as_deref().map_err(|problem| problem.code.as_ref());
        assert_eq!(shown, expect, "{typed}");
        if let Ok(domain) = read {
            let again = BlockedDomain::parse(&domain.to_string(), "domain");
            assert_eq!(again, Ok(domain), "{typed}");
        }
    }
    let long = BlockedDomain::parse(&"a".repeat(3000), "domain").unwrap_err();
    assert_eq!(long.code, "too_long");
}

#[test]
fn domains_cover_their_subdomains_and_paths() {
    for (entry, address, expect) in [
        ("contoso.com", "https://contoso.com/", true),
        ("contoso.com", "https://shop.contoso.com/x", true),
        ("contoso.com", "https://mycontoso.com/", false),
        ("contoso.com", "https://contoso.com.evil.example/", false),
        ("contoso.com", "HTTP://CONTOSO.COM:99/x", true),
        ("shop.contoso.com", "https://contoso.com/", false),
        ("contoso.com/blog", "https://contoso.com/blog", true),
        (
            "contoso.com/blog",
            "https://a.contoso.com/blog/2024?x",
            true,
        ),
        ("contoso.com/blog", "https://contoso.com/blogger", false),
        ("contoso.com/blog", "https://contoso.com/", false),
        (
            "contoso.com/watch?v=1",
            "https://contoso.com/watch?v=1&t=2",
            true,
        ),
        (
            "contoso.com/watch?v=1",
            "https://contoso.com/watch?v=12",
            false,
        ),
        ("contoso.com", "not an address", false),
        ("contoso.com", "mailto:a@contoso.com", false),
    ] {
        let domain = BlockedDomain::parse(entry, "domain").unwrap();
        assert_eq!(domain.covers(address), expect, "{entry} {address}");
    }
}

#[test]
fn phrases_are_read() {
    for (typed, expect) in [
        ("  big   sale ", Ok("big sale")),
        ("a,b", Err("comma")),
        (" \u{200B} ", Err("required")),
        ("", Err("required")),
    ] {
        let read = parse_phrase(typed, "phrase");
        let read = read.as_deref().map_err(|problem| problem.code.as_ref());
        assert_eq!(read, expect, "{typed:?}");
    }
    assert!(parse_phrase(&"é".repeat(128), "phrase").is_ok());
    assert_eq!(
        parse_phrase(&"é".repeat(129), "phrase").unwrap_err().code,
        "too_long"
    );
}

#[test]
fn posts_are_blocked_for_their_organization_alone() {
    let domain = BlockedEntry::Domain(BlockedDomain::parse("spam.example", "d").unwrap());
    let phrase = BlockedEntry::Phrase("big sale".to_owned());
    let blocklist = Blocklist::build([(OrgId(1), domain.clone()), (OrgId(2), phrase.clone())]);
    let check = |permalink: &str, card: &str, text: &str, expect: [Option<&BlockedEntry>; 3]| {
        let mut post = Post::new(Source::FEED, "1", text, Timestamp(0));
        post.permalink = Some(permalink.to_owned());
        post.link = Some(LinkCard {
            url: card.to_owned(),
            title: None,
            description: None,
        });
        let language = Language::UND;
        let subject = Subject::new(&post, &language);
        let reasons = [1, 2, 3].map(|org| blocklist.reason(OrgId(org), &subject));
        assert_eq!(reasons, expect, "{permalink} {card} {text}");
        assert_eq!(blocklist.blocks(OrgId(1), &subject), expect[0].is_some());
    };
    check("https://news.example/1", "", "nothing", [None; 3]);
    check(
        "https://www.spam.example/1",
        "",
        "x",
        [Some(&domain), None, None],
    );
    check(
        "https://news.example/1",
        "https://spam.example/",
        "x",
        [Some(&domain), None, None],
    );
    check(
        "https://news.example/1",
        "",
        "BIG  sale!",
        [None, Some(&phrase), None],
    );
    check(
        "https://spam.example/1",
        "",
        "big sale",
        [Some(&domain), Some(&phrase), None],
    );
    check(
        "https://news.example/1",
        "",
        "big sales, https://spam.example",
        [None; 3],
    );
}
