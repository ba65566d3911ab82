//! What the commands do: one file each.

mod audit;
mod import;
mod init;
mod mail;
mod maintenance;
mod matching;
mod report;
mod seats;
mod serve;
mod topic;

use crate::{
    cli::{AuditCommand, Cli, Command, OperatorCommand, OrganizationCommand, TopicCommand},
    config::Config,
    wiring::{House, HouseParts},
};
use anyhow::Context as _;
use hearken_app::{AppError, Caller, organizations};
use indicatif::ProgressBar;
use std::{
    io::{IsTerminal as _, Write},
    path::Path,
    process::ExitCode,
};
use tracing_subscriber::EnvFilter;

/// Runs a command line and answers the status of the process: 0, 1 for a failure, 2 where only some
/// of the input could be used.
pub fn run(cli: Cli) -> ExitCode {
    let config = match config(&cli) {
        Ok(config) => config,
        Err(error) => return fail(&error),
    };
    let serves = matches!(cli.command, Command::Serve(_));
    init_log(&config, serves);
    if let Command::Match(args) = &cli.command {
        return matching::run(args).unwrap_or_else(|error| fail(&error));
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    let runtime = match runtime.context("the runtime cannot start") {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error),
    };
    match runtime.block_on(dispatch(cli, config)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error),
    }
}

async fn dispatch(cli: Cli, config: Config) -> anyhow::Result<()> {
    let data = cli.data;
    match cli.command {
        Command::Init(args) => init::run(&open(&data, config).await?, args).await,
        Command::Operator(OperatorCommand::Organization(OrganizationCommand::Create(args))) => {
            init::further(&open(&data, config).await?, args).await
        }
        Command::Operator(OperatorCommand::Organization(OrganizationCommand::Partner {
            slug,
            suspend,
        })) => init::partner(&open(&data, config).await?, &slug, !suspend).await,
        Command::Operator(OperatorCommand::Audit(AuditCommand::Verify {
            organization,
            head,
            checkpoint,
        })) => {
            let kept = audit::kept(organization, head.as_deref(), checkpoint.as_deref())?;
            audit::verify(&open(&data, config).await?, kept).await
        }
        Command::Operator(OperatorCommand::Mail(command)) => {
            mail::run(&open(&data, config).await?, command).await
        }
        Command::Operator(OperatorCommand::ForgetSecondFactor { address }) => {
            maintenance::forget_second_factor(&open(&data, config).await?, &address).await
        }
        Command::Operator(OperatorCommand::Organization(OrganizationCommand::Seats(args))) => {
            seats::run(&open(&data, config).await?, args).await
        }
        Command::Topic(TopicCommand::Create(args)) => {
            topic::create(&open(&data, config).await?, args).await
        }
        Command::Import(args) => import::run(&open(&data, config).await?, args).await,
        Command::Report(args) => report::run(&open(&data, config).await?, args).await,
        Command::Serve(args) => serve::run(&data, config, args).await,
        Command::Migrate => maintenance::migrate(&open(&data, config).await?).await,
        Command::Backup { file } => maintenance::backup(&open(&data, config).await?, &file).await,
        Command::Restore { file } => maintenance::restore(&data, config, &file).await,
        Command::CheckConfig => maintenance::check_config(&config),
        Command::RebuildIndex => maintenance::rebuild(&open(&data, config).await?).await,
        Command::Match(_) => Ok(()),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the environment is read here and nowhere else"
)]
fn config(cli: &Cli) -> anyhow::Result<Config> {
    Ok(Config::load(
        &cli.data,
        cli.config.as_deref(),
        std::env::vars(),
    )?)
}

async fn open(data: &Path, config: Config) -> anyhow::Result<House> {
    House::open(data, config, HouseParts::default()).await
}

/// Single commands say what went wrong themselves; only what they pass over is logged.
fn init_log(config: &Config, serves: bool) {
    let level = if serves { config.log.as_str() } else { "warn" };
    let filter = EnvFilter::try_new(level).unwrap_or_else(|_| EnvFilter::new("info"));
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .try_init();
}

fn fail(error: &anyhow::Error) -> ExitCode {
    let mut out = std::io::stderr().lock();
    let _ = writeln!(out, "error: {}", told(error));
    ExitCode::FAILURE
}

/// The whole chain, without what is said twice; problems of an input one a line.
fn told(error: &anyhow::Error) -> String {
    if let Some(app) = error.downcast_ref::<AppError>() {
        let mut text = hearken_api::message(app.code);
        for problem in &app.diagnostics {
            text.push_str("\n  ");
            text.push_str(&problem.field);
            text.push_str(": ");
            text.push_str(&hearken_api::problem_text(problem));
        }
        if let Some(source) = &app.source {
            text.push_str(&format!("\n  because: {source}"));
        }
        return text;
    }
    let mut text = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !text.contains(&cause) {
            text.push_str(": ");
            text.push_str(&cause);
        }
    }
    text
}

/// The command line inside an organization.
async fn enter(house: &House, slug: &str) -> anyhow::Result<Caller> {
    let caller = organizations::enter(&house.app, &Caller::command_line(), slug).await;
    caller.map_err(|error| match error.code {
        hearken_app::Code::NotFound => anyhow::anyhow!("there is no organization `{slug}`"),
        _ => error.into(),
    })
}

/// Prints a line to standard output. A closed pipe is the reader's choice, not a failure.
fn print(text: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// Tells on a terminal that something goes on.
fn spinner() -> ProgressBar {
    if std::io::stderr().is_terminal() {
        ProgressBar::new_spinner()
    } else {
        ProgressBar::hidden()
    }
}

fn split(list: &str) -> Vec<String> {
    list.split([',', '\n'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}
