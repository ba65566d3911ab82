//! `import`: runs to the end in this process; a second run of the same file after an interruption
//! goes on where the first one was.

use super::{enter, print};
use crate::{cli::ImportArgs, wiring::House};
use anyhow::bail;
use hearken_app::imports::{self, ImportState, ImportView, StartImport};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use std::{collections::BTreeMap, io::IsTerminal, time::Duration};

/// How often progress is looked at.
const LOOK: Duration = Duration::from_millis(100);

pub(super) async fn run(house: &House, args: ImportArgs) -> anyhow::Result<()> {
    let caller = enter(house, &args.organization).await?;
    let input = StartImport {
        path: args.file,
        name: String::new(),
        format: args.format.as_str().to_owned(),
        columns: BTreeMap::new(),
        temporary: false,
    };
    let mut import = imports::start(&house.app, &caller, input).await?;
    let bar = bar(&import);
    while !import.state.has_ended() {
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            _ = tokio::signal::ctrl_c() => {
                house.stop().await;
                bail!("interrupted; run the same command again to go on where it was");
            }
        }
        import = imports::get(&house.app, &caller, import.id).await?;
        if let (false, Some(trouble)) = (import.state.has_ended(), &import.problem) {
            house.stop().await;
            bail!(standing(trouble));
        }
        bar.set_message(format!(
            "{} read, {} recorded",
            import.read, import.recorded
        ));
        bar.set_position(import.bytes);
    }
    bar.finish_and_clear();
    tell(&import, args.json);
    if import.state != ImportState::Done {
        bail!(
            "the import ended early: {}",
            import.problem.as_deref().unwrap_or("cancelled")
        );
    }
    Ok(())
}

/// What to do about an import that stands still.
fn standing(trouble: &str) -> String {
    let why = match trouble {
        "disk_full" => "no space is left for the database; free some space",
        _ => "the database cannot be used right now",
    };
    format!("{why}, then run the same command again: it goes on where it was, nothing is lost")
}

fn bar(import: &ImportView) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = match import.total_bytes {
        Some(bytes) => ProgressBar::new(bytes),
        None => ProgressBar::new_spinner(),
    };
    if let Ok(style) = ProgressStyle::with_template("{spinner} {wide_bar} {msg} {elapsed}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(LOOK);
    bar
}

fn tell(import: &ImportView, as_json: bool) {
    if as_json {
        let value = json!({
            "read": import.read,
            "matched": import.matched,
            "recorded": import.recorded,
            "duplicates": import.duplicates,
            "rejected": import.rejected,
            "seconds": import.seconds,
        });
        print(&value.to_string());
        return;
    }
    print(&format!(
        "read {}, matched {}, recorded {}, duplicates {}, rejected {}, in {:.1} s",
        import.read,
        import.matched,
        import.recorded,
        import.duplicates,
        import.rejected,
        import.seconds
    ));
}
