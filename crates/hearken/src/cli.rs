//! The command line: what it accepts. What the commands do stands in `commands`.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::{net::SocketAddr, path::PathBuf};

/// Listen to and engage on social media, for many organizations on one installation.
#[derive(Debug, Parser)]
#[command(name = "hearken", version, propagate_version = true)]
pub struct Cli {
    /// Data folder
    #[arg(long, global = true, env = "HEARKEN_DATA", default_value = "data")]
    pub data: PathBuf,
    /// Configuration file; without it `hearken.toml` in the data folder
    #[arg(long, global = true, env = "HEARKEN_CONFIG")]
    pub config: Option<PathBuf>,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// Commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Create the installation with its operator and first organization
    Init(NewOrganization),
    /// Work on search topics
    #[command(subcommand)]
    Topic(TopicCommand),
    /// Import posts from a file, matched against the topics of one organization
    Import(ImportArgs),
    /// Print what an organization's posts amount to
    Report(ReportArgs),
    /// Match posts on standard input against a file of rules
    Match(MatchArgs),
    /// Serve pages and API
    Serve(ServeArgs),
    /// Tasks of the operator
    #[command(subcommand)]
    Operator(OperatorCommand),
    /// Bring the database to this version's form
    Migrate,
    /// Write a consistent copy of the database to a file
    Backup {
        /// The file; it must not exist
        file: PathBuf,
    },
    /// Put a copy made by `backup` into an empty data folder
    Restore {
        /// The copy
        file: PathBuf,
    },
    /// Read the configuration, say what is wrong with it, and print what is in force
    CheckConfig,
    /// Build the analytics index anew from the database and compare the counts
    RebuildIndex,
}

/// Tasks of the operator.
#[derive(Debug, Subcommand)]
pub enum OperatorCommand {
    /// Work on organizations
    #[command(subcommand)]
    Organization(OrganizationCommand),
    /// Look after outgoing mail
    #[command(subcommand)]
    Mail(MailCommand),
    /// Look after the audit
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Forget the second factor of a person who lost device and recovery codes; make sure who asks
    ForgetSecondFactor {
        /// Their mail address
        address: String,
    },
}

/// Looking after the audit.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Look whether every entry is as it was written, and print the ends of the chains to be kept
    Verify {
        /// One organization alone, by its name in URLs
        #[arg(long)]
        organization: Option<String>,
        /// An end of its chain that was kept elsewhere, NUMBER:HASH
        #[arg(long)]
        head: Option<String>,
    },
}

/// Looking after outgoing mail.
#[derive(Debug, Subcommand)]
pub enum MailCommand {
    /// Send a test mail by the configured server and say how that went
    Test {
        /// To whom
        address: String,
    },
    /// List the mails of the last 30 days that no server has taken
    Undelivered,
}

/// Work on organizations.
#[derive(Debug, Subcommand)]
pub enum OrganizationCommand {
    /// Create a further organization with its first administrator
    Create(NewOrganization),
    /// Allow an organization to offer delegated administration to others, or take that back
    Partner {
        /// Its name in URLs
        slug: String,
        /// Take it back: open offers close, relationships rest until it is allowed again
        #[arg(long)]
        suspend: bool,
    },
    /// Set how many licences an organization has, or show it without a number
    Seats(SeatsArgs),
}

/// Licences of an organization.
#[derive(Args, Debug)]
pub struct SeatsArgs {
    /// Organization, by slug
    pub organization: String,
    /// How many there shall be
    pub quantity: Option<u32>,
    /// Restricted ones
    #[arg(long)]
    pub restricted: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// A new organization.
#[derive(Args, Debug)]
pub struct NewOrganization {
    /// Name, as people read it
    #[arg(long)]
    pub organization: String,
    /// Name in URLs
    #[arg(long)]
    pub slug: String,
    /// Country, two letters
    #[arg(long)]
    pub country: String,
    /// Mail address of the first administrator
    #[arg(long)]
    pub admin_email: String,
    /// Licences; without it 1,000
    #[arg(long)]
    pub seats: Option<u32>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Work on search topics.
#[derive(Debug, Subcommand)]
pub enum TopicCommand {
    /// Create a topic with one keywords rule; the category is created where it is missing
    Create(NewTopic),
}

/// A new topic.
#[derive(Args, Debug)]
pub struct NewTopic {
    /// Organization, by slug
    #[arg(long)]
    pub organization: String,
    /// Category
    #[arg(long)]
    pub category: String,
    /// Name of the topic
    #[arg(long)]
    pub name: String,
    /// Keywords, separated by commas
    #[arg(long)]
    pub keywords: String,
    /// Inclusions, separated by commas
    #[arg(long, default_value = "")]
    pub inclusions: String,
    /// Exclusions, separated by commas
    #[arg(long, default_value = "")]
    pub exclusions: String,
    /// Where keyword and inclusion must meet
    #[arg(long, value_enum, default_value = "paragraph")]
    pub proximity: ProximityArg,
    /// Sources, separated by commas; none means every one
    #[arg(long, default_value = "")]
    pub sources: String,
    /// Languages, separated by commas; none means every one
    #[arg(long, default_value = "")]
    pub languages: String,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Where keyword and inclusion must meet.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum ProximityArg {
    /// The same sentence
    Sentence,
    /// The same paragraph
    Paragraph,
    /// The same post
    Post,
}

/// Forms of files.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum FormatArg {
    /// A dump of Reddit submissions, one JSON object a line
    Reddit,
    /// Our own form, one JSON object a line
    Ndjson,
    /// A table with a header
    Csv,
    /// A capture of Jetstream frames, one a line
    Jetstream,
}

impl FormatArg {
    /// The name in the registry of importers.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reddit => "reddit",
            Self::Ndjson => "ndjson",
            Self::Csv => "csv",
            Self::Jetstream => "jetstream",
        }
    }
}

/// An import.
#[derive(Args, Debug)]
pub struct ImportArgs {
    /// Organization, by slug
    #[arg(long)]
    pub organization: String,
    /// Form of the file; it may be compressed as .gz or .zst
    #[arg(long, value_enum)]
    pub format: FormatArg,
    /// The file
    pub file: PathBuf,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// A report.
#[derive(Args, Debug)]
pub struct ReportArgs {
    /// Organization, by slug
    #[arg(long)]
    pub organization: String,
    /// Topic, by name; all without it
    #[arg(long)]
    pub topic: Option<String>,
    /// First day (UTC), such as 2026-11-01; the oldest stored post without it
    #[arg(long)]
    pub from: Option<jiff::civil::Date>,
    /// Last day (UTC), included; today without it
    #[arg(long)]
    pub to: Option<jiff::civil::Date>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Matching on standard input.
#[derive(Args, Debug)]
pub struct MatchArgs {
    /// File of rules
    #[arg(long)]
    pub rules: PathBuf,
    /// Print for each hit what matched and where
    #[arg(long)]
    pub explain: bool,
    /// Threads
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub threads: u16,
}

/// Serving.
#[derive(Args, Debug)]
pub struct ServeArgs {
    /// Address and port, over the configured one
    #[arg(long)]
    pub listen: Option<SocketAddr>,
    /// Serve the demo world: made-up organizations, seeded history, a simulated network
    #[arg(long)]
    pub demo: bool,
}
