//! The permission table: a permission is a row, a role is a column (administration section 9).
//!
//! A new permission is one row here, one line in `tests/it/matrix.md` and one Cedar policy;
//! a new role is one column. What a row means for a person with several roles: the union.

use hearken_model::{ConfigurationRole, InteractionRole, OrganizationRole, Stage};

/// What a role may do with a permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cell {
    /// Nothing.
    No,
    /// Do it with what one owns.
    Own,
    /// Do it with everything.
    All,
}

/// Where a permission holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Level {
    /// Within an organization; a decision makes an [`crate::OrgScope`].
    Organization,
    /// On the installation; a decision makes an [`crate::InstallScope`].
    Installation,
}

macro_rules! columns {
    ($($(#[$doc:meta])* $name:ident $word:literal,)*) => {
        /// A column of the table: a role, or a kind of principal that has none.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Column { $($(#[$doc])* $name,)* }
        impl Column {
            /// Every column, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];
            /// Its word in the matrix and the catalogues.
            pub const fn as_str(self) -> &'static str { match self { $(Self::$name => $word,)* } }
        }
    };
}

columns! {
    /// Configuration role Analyst.
    Analyst "analyst",
    /// Configuration role Power Analyst.
    PowerAnalyst "power_analyst",
    /// Configuration role Administrator.
    Administrator "administrator",
    /// Interaction role Reader.
    Reader "reader",
    /// Interaction role Responder.
    Responder "responder",
    /// Interaction role Manager.
    Manager "manager",
    /// Organization-level billing administrator.
    Billing "billing_administrator",
    /// Organization-level global administrator.
    Global "global_administrator",
    /// A delegated admin with full administration (DEL-31, DEL-41).
    DelegatedFull "delegated_full",
    /// A delegated admin with limited administration (DEL-07).
    DelegatedLimited "delegated_limited",
    /// A person who operates the installation.
    Operator "operator",
    /// A job or the pipeline.
    Job "job",
    /// The command line on the installation's machine.
    CommandLine "command_line",
}

impl From<ConfigurationRole> for Column {
    fn from(role: ConfigurationRole) -> Self {
        match role {
            ConfigurationRole::Analyst => Self::Analyst,
            ConfigurationRole::PowerAnalyst => Self::PowerAnalyst,
            ConfigurationRole::Administrator => Self::Administrator,
        }
    }
}

impl From<InteractionRole> for Column {
    fn from(role: InteractionRole) -> Self {
        match role {
            InteractionRole::Reader => Self::Reader,
            InteractionRole::Responder => Self::Responder,
            InteractionRole::Manager => Self::Manager,
        }
    }
}

impl Column {
    /// The column of an organization-level role; none for [`OrganizationRole::None`].
    pub const fn of_organization_role(role: OrganizationRole) -> Option<Self> {
        match role {
            OrganizationRole::None => None,
            OrganizationRole::BillingAdministrator => Some(Self::Billing),
            OrganizationRole::GlobalAdministrator => Some(Self::Global),
        }
    }
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct PermissionRow {
    /// The permission.
    pub permission: Permission,
    /// Its name in the catalogues, the API and the matrix.
    pub name: &'static str,
    /// Where it holds.
    pub level: Level,
    /// The last stage of a solution's life in which people may do it (TRI-09).
    pub until: Stage,
    /// One cell for each of [`Column::ALL`].
    pub cells: [Cell; COLUMNS],
}

/// Whether the table gives a permission to no delegated admin; for the comparison with
/// [`crate::NEVER_DELEGATED`] when the crate is compiled.
#[expect(
    clippy::indexing_slicing,
    reason = "rows and columns come from macros; this runs in the compiler"
)]
pub(crate) const fn is_never_delegated(permission: Permission) -> bool {
    let cells = &PERMISSIONS[permission as usize].cells;
    matches!(
        (
            cells[Column::DelegatedFull as usize],
            cells[Column::DelegatedLimited as usize]
        ),
        (Cell::No, Cell::No)
    )
}

/// Number of columns.
const COLUMNS: usize = Column::ALL.len();

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident $word:literal $level:ident $until:ident [$($cell:tt)*])*) => {
        /// Something that a person, a job or the command line may be allowed to do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Permission { $($(#[$doc])* $name,)* }

        /// The table, one row per permission.
        pub const PERMISSIONS: &[PermissionRow] = &[$(PermissionRow {
            permission: Permission::$name,
            name: $word,
            level: Level::$level,
            until: Stage::$until,
            cells: [$(cell!($cell),)*],
        },)*];
    };
}

macro_rules! cell {
    (Y) => {
        Cell::All
    };
    (o) => {
        Cell::Own
    };
    (_) => {
        Cell::No
    };
}

// After the level: the last stage in which people may do it. Columns: Analyst, Power Analyst, Administrator | Reader, Responder, Manager |
//          Billing, Global administrator | Delegated full, limited |
//          Operator (person), Job, CommandLine.
permissions! {
    /// Enter the organization's solution at all: its name, country and navigation.
    EnterSolution "enter_solution" Organization ReadOnly                          [Y Y Y  _ _ _  _ _  Y _  _ Y Y]
    /// View all analysis (9.1; ANA-006).
    ViewAnalysis "view_analysis" Organization ReadOnly                            [Y Y Y  _ _ _  _ _  Y _  _ Y Y]
    /// Edit or confirm sentiment (9.1).
    EditSentiment "edit_sentiment" Organization Running                           [Y Y Y  _ _ _  _ _  Y _  _ _ Y]
    /// Delete posts (9.1; SEA-147).
    DeletePosts "delete_posts" Organization ReadOnly                              [_ Y Y  _ _ _  _ _  Y _  _ Y Y]
    /// View topics, rules and custom-source groups (searches section 15).
    ViewSearchSetup "view_search_setup" Organization ReadOnly                     [Y Y Y  _ _ _  _ _  Y _  _ Y Y]
    /// Create, edit and delete search topics (9.1; SEA-020).
    EditTopics "edit_topics" Organization Running                                 [_ o Y  _ _ _  _ _  Y _  _ _ Y]
    /// Change a topic's owner, at creation too (9.1; SEA-025).
    ChangeTopicOwner "change_topic_owner" Organization Running                    [_ _ Y  _ _ _  _ _  Y _  _ _ Y]
    /// Create and manage categories (9.1; SEA-041).
    EditCategories "edit_categories" Organization Running                         [_ o Y  _ _ _  _ _  Y _  _ _ Y]
    /// View blocked content (9.1; SEA-140).
    ViewBlockedContent "view_blocked_content" Organization ReadOnly               [Y Y Y  _ _ _  _ _  Y _  _ Y Y]
    /// Exclude sources and terms (9.1; question 1 of searches section 18: Power Analysts may).
    EditBlockedContent "edit_blocked_content" Organization Running                [_ Y Y  _ _ _  _ _  Y _  _ _ Y]
    /// Create, edit and delete custom-source groups (9.1; SEA-126).
    EditCustomSources "edit_custom_sources" Organization Running                  [_ _ Y  _ _ _  _ _  Y _  _ _ Y]
    /// Import posts from files; brings in sources, as custom sources do.
    ImportPosts "import_posts" Organization Running                               [_ _ Y  _ _ _  _ _  Y _  _ _ Y]
    /// Write what was acquired and what is derived from it; no person does.
    RecordPosts "record_posts" Organization Closed                                [_ _ _  _ _ _  _ _  _ _  _ Y Y]
    /// Let in whoever asks by an address of the organization's own domain (ADM-14); no person does.
    AdmitPeople "admit_people" Organization Closed                                [_ _ _  _ _ _  _ _  _ _  _ Y Y]
    /// See the list of users (ADM-04; 9.2 for global administrators, who create them).
    ViewUsers "view_users" Organization Closed                                    [_ _ Y  _ _ _  _ Y  Y Y  _ _ Y]
    /// Manage user roles, approve, withdraw (9.1).
    ManageUserRoles "manage_user_roles" Organization Closed                       [_ _ Y  _ _ _  _ _  Y _  _ _ Y]
    /// Create, edit and delete users (9.2).
    ManageUsers "manage_users" Organization Closed                                [_ _ _  _ _ _  _ Y  Y _  _ _ Y]
    /// Assign and remove licences (9.2; ADM-30).
    ManageLicences "manage_licences" Organization Closed                          [_ _ _  _ _ _  _ Y  Y _  _ _ Y]
    /// Ask for more licences and packs of posts, see what the organization has (9.2; ADM-35).
    BuyLicences "buy_licences" Organization Closed                                [_ _ _  _ _ _  Y Y  Y _  _ _ Y]
    /// See the groups of people, to share with them and assign to them (ADM-41).
    ViewGroups "view_groups" Organization Closed                                  [Y Y Y  _ _ _  _ Y  Y _  _ Y Y]
    /// Make groups of people, change and delete them (ADM-40: like users, outside the solution).
    ManageGroups "manage_groups" Organization Closed                              [_ _ Y  _ _ _  _ Y  Y _  _ _ Y]
    /// Help users regain sign-in (9.2).
    HelpSignIn "help_sign_in" Organization Closed                                 [_ _ _  _ _ _  _ Y  Y Y  _ _ Y]
    /// Global settings (9.1): search languages, defaults, name.
    EditSettings "edit_settings" Organization Running                             [_ _ Y  _ _ _  _ _  Y _  _ _ Y]
    /// Create, list and revoke API tokens; a token acts as its owner and never beyond.
    ManageApiTokens "manage_api_tokens" Organization Running                      [o o Y  _ _ _  _ _  o _  _ _ Y]
    // What follows until the organization's own affairs is of features that are still to come.
    /// Create and edit activity maps; they are personal (9.1, DEL-43).
    EditActivityMaps "edit_activity_maps" Organization Running                    [o o o  _ _ _  _ _  o _  _ _ Y]
    /// Create and manage alerts of the own (9.1).
    EditAlerts "edit_alerts" Organization Running                                 [o o o  _ _ _  _ _  o _  _ _ Y]
    /// Exclude and delete authors (9.1).
    ExcludeAuthors "exclude_authors" Organization ReadOnly                        [_ Y Y  _ _ _  _ _  Y _  _ _ Y]
    /// Create, edit and delete location groups (9.1; GLO-12).
    EditLocationGroups "edit_location_groups" Organization Running                [_ o Y  _ _ _  _ _  Y _  _ _ Y]
    /// See and set up connections and allowed domains (9.1).
    ManageConnections "manage_connections" Organization Running                   [_ _ Y  _ _ _  _ _  Y _  _ _ Y]
    /// Manage automation rules (9.1; question 3: either highest role may).
    EditAutomationRules "edit_automation_rules" Organization Running              [_ _ Y  _ _ Y  _ _  Y _  _ _ Y]
    /// See automation rules (9.1).
    ViewAutomationRules "view_automation_rules" Organization ReadOnly             [Y Y Y  Y Y Y  _ _  Y _  _ Y Y]
    /// Promote, rename and delete custom tags (9.1).
    ManageTags "manage_tags" Organization Running                                 [_ _ Y  _ _ _  _ _  Y _  _ _ Y]
    /// Look up, remove and export the recipients of everybody's alerts (9.1).
    ManageAlertRecipients "manage_alert_recipients" Organization ReadOnly         [_ _ Y  _ _ _  _ _  Y _  _ _ Y]
    /// Export an author's personal data (9.1; RET-10).
    ExportAuthorData "export_author_data" Organization ReadOnly                   [_ _ Y  _ _ _  _ _  Y _  _ _ Y]
    /// Receive quota and failure mails (9.1; DEL-44).
    ReceiveAdministratorMails "receive_administrator_mails" Organization Closed   [_ _ Y  _ _ _  _ _  Y _  _ _ _]
    /// See streams, own and shared ones (9.1).
    ViewStreams "view_streams" Organization ReadOnly                              [_ _ _  Y Y Y  _ _  Y _  _ _ Y]
    /// Manage and share streams (9.1).
    EditStreams "edit_streams" Organization Running                               [_ _ _  _ _ Y  _ _  Y _  _ _ Y]
    /// Manage social profiles of the own, use shared ones (9.1).
    UseSocialProfiles "use_social_profiles" Organization Running                  [_ _ _  _ Y Y  _ _  Y _  _ _ Y]
    /// Set labels, assign posts (9.1).
    TriagePosts "triage_posts" Organization Running                               [_ _ _  _ Y Y  _ _  Y _  _ _ Y]
    /// React to posts, publish (9.1).
    EngagePosts "engage_posts" Organization Running                               [_ _ _  _ Y Y  _ _  Y _  _ _ Y]
    /// Create a record in another system from a post (9.1).
    CreateRecords "create_records" Organization Running                           [_ _ _  _ Y Y  _ _  Y _  _ _ Y]
    /// Unlink a post from a record (9.1).
    UnlinkRecords "unlink_records" Organization Running                           [_ _ _  _ _ Y  _ _  Y _  _ _ Y]
    /// See the record of a post (9.1).
    ViewRecords "view_records" Organization ReadOnly                              [_ _ _  Y Y Y  _ _  Y _  _ _ Y]
    /// Create custom tags and author tags (9.1).
    CreateTags "create_tags" Organization Running                                 [_ _ _  _ Y Y  _ _  Y _  _ _ Y]
    /// Add, confirm and remove tags; use author tags (9.1).
    UseTags "use_tags" Organization Running                                       [_ _ _  Y Y Y  _ _  Y _  _ _ Y]
    /// Connect the reporting pack (9.1).
    ConnectReporting "connect_reporting" Organization Running                     [_ _ Y  _ _ Y  _ _  Y _  _ _ Y]
    /// Raise somebody to global administrator or lower one (9.2, DEL-46).
    ManageGlobalAdministrators "manage_global_administrators" Organization Closed [_ _ _  _ _ _  _ Y  _ _  _ _ Y]
    /// Close the organization (9.2); the installation deletes what was kept long enough (RET-06).
    DeprovisionOrganization "deprovision_organization" Organization Closed        [_ _ _  _ _ _  _ Y  _ _  _ Y Y]
    /// Take over the unmanaged organization of an own domain (9.2, TRI-20).
    TakeOverDomain "take_over_domain" Organization Closed                         [_ _ _  _ _ _  _ Y  _ _  _ _ Y]
    /// See which partners serve the organization (9.2); a delegated admin the own one.
    ViewPartners "view_partners" Organization Closed                              [_ _ Y  _ _ _  _ Y  o o  _ _ Y]
    /// Say yes or no to an offer of delegated administration (9.2, DEL-22).
    AnswerOffers "answer_offers" Organization Closed                              [_ _ _  _ _ _  _ Y  _ _  _ _ _]
    /// Pause, shorten, extend and end what partners have (9.2, DEL-80).
    ManagePartners "manage_partners" Organization Closed                          [_ _ _  _ _ _  _ Y  _ _  _ _ Y]
    /// See the audit (9.2, DEL-72); a delegated admin the own deeds.
    ViewAudit "view_audit" Organization Closed                                    [_ _ Y  _ _ _  _ Y  o o  _ _ Y]
    /// As a partner: make and withdraw offers, confirm answers (DEL-10).
    OfferDelegation "offer_delegation" Organization Running                       [_ _ _  _ _ _  _ Y  _ _  _ _ Y]
    /// As a partner: decide which people act for which customers (DEL-06, DEL-08).
    ManageDelegates "manage_delegates" Organization Closed                        [_ _ _  _ _ _  _ Y  _ _  _ _ Y]
    /// As a partner: see customers; without an administration role those one serves.
    ViewCustomers "view_customers" Organization Closed                            [o o o  _ _ _  _ Y  _ _  _ _ Y]
    /// As a partner: end the own side (DEL-84); those who serve a customer fully may.
    EndCustomers "end_customers" Organization Closed                              [o o o  _ _ _  _ Y  _ _  _ _ Y]
    /// Create and list the organizations of the installation.
    ManageOrganizations "manage_organizations" Installation Closed                [_ _ _  _ _ _  _ _  _ _  Y _ Y]
    /// Operate the installation: rebuild the index, back up, see connector health.
    OperateInstallation "operate_installation" Installation Closed                [_ _ _  _ _ _  _ _  _ _  Y _ Y]
    /// Allow organizations to offer delegated administration, or take it back (DEL-03).
    AuthorizePartners "authorize_partners" Installation Closed                    [_ _ _  _ _ _  _ _  _ _  Y _ Y]
}

impl Permission {
    /// The row of this permission.
    #[expect(
        clippy::indexing_slicing,
        reason = "rows and variants come from one macro"
    )]
    pub fn row(self) -> &'static PermissionRow {
        &PERMISSIONS[self as usize]
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// Where it holds.
    pub fn level(self) -> Level {
        self.row().level
    }

    /// The last stage of a solution's life in which people may do it: what changes the solution
    /// while it runs, what shows or erases until it closes, and the organization's own affairs, such
    /// as buying again or ending what a partner has, at any time.
    pub fn until(self) -> Stage {
        self.row().until
    }

    /// What one column may do.
    #[expect(clippy::indexing_slicing, reason = "a row has a cell for each column")]
    pub fn cell(self, column: Column) -> Cell {
        self.row().cells[column as usize]
    }
}
