//! `serve`: pages, API and everything that runs in the background.

use super::print;
use crate::{
    cli::ServeArgs,
    config::Config,
    wiring::{House, HouseParts},
};
use anyhow::Context as _;
use hearken_web::WebSettings;
use std::{net::SocketAddr, path::Path, time::Duration};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// How long open connections may go on after an interrupt.
const PATIENCE: Duration = Duration::from_secs(3);

pub(super) async fn run(data: &Path, mut config: Config, args: ServeArgs) -> anyhow::Result<()> {
    let listen = args.listen.unwrap_or(config.listen);
    if args.demo {
        // The demo listens to its own simulated network alone.
        config.bluesky.enabled = false;
        config.feeds.enabled = false;
        // Nobody carries a second factor to a demo.
        config.delegation.second_factor = false;
    }
    let secure = config
        .base_url
        .as_deref()
        .is_some_and(|url| url.starts_with("https://"));
    let listener = TcpListener::bind(listen)
        .await
        .with_context(|| format!("cannot listen on {listen}; is another program there?"))?;
    let house = House::open(data, config, HouseParts::default()).await?;
    let mut settings = WebSettings {
        secure_cookies: secure,
        ..WebSettings::default()
    };
    let stop = CancellationToken::new();
    if args.demo {
        settings.demo = crate::demo::prepare(&house).await?;
    }
    house.start().await?;
    if args.demo {
        crate::demo::live(&house, stop.clone());
        for person in &settings.demo {
            print(&format!(
                "sign in as  {}  with  {}  ({})",
                person.email, person.password, person.about
            ));
        }
    }
    let address = listener.local_addr()?;
    print(&format!("listening on http://{address}"));
    let service = house
        .router(settings)
        .into_make_service_with_connect_info::<SocketAddr>();
    let ended = axum::serve(listener, service).with_graceful_shutdown(interrupted(stop.clone()));
    // Live pages hold their connections open for ever: after the interrupt they get a moment.
    let patience = async {
        stop.cancelled().await;
        tokio::time::sleep(PATIENCE).await;
    };
    tokio::select! {
        ended = ended => ended.context("serving ended")?,
        () = patience => {}
    }
    house.stop().await;
    Ok(())
}

/// Ends with an interrupt or a termination; streams of live pages are cut, all else is finished.
async fn interrupted(stop: CancellationToken) {
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
    stop.cancel();
}
