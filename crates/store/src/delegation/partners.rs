//! What an organization is as a partner: whether it may offer, and how customers see it.

use crate::{
    Result, Store, Tx,
    db::q,
    store::{json, to_json, word},
};
use hearken_authz::{InstallScope, OrgScope};
use hearken_model::{OrgId, PartnerStatus};
use serde::{Deserialize, Serialize};

/// How a partner presents itself to customers (administration 1.12).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PartnerProfile {
    /// Contact address; may be empty.
    pub email: String,
    /// Contact telephone number; may be empty.
    pub phone: String,
    /// Web address; may be empty.
    pub web: String,
    /// Offices; may be none.
    pub offices: Vec<PartnerOffice>,
    /// What the partner obliges itself to, in its own words; may be empty.
    pub terms: String,
    /// Whether its people's mail addresses are shown to customers.
    pub show_addresses: bool,
}

/// An office of a partner.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PartnerOffice {
    /// Its name.
    pub name: String,
}

impl Store {
    /// Whether an organization may serve others, and how it presents itself.
    pub async fn find_partner(
        &self,
        _scope: &InstallScope,
        org: OrgId,
    ) -> Result<Option<(PartnerStatus, PartnerProfile)>> {
        let row: Option<(String, String)> = self
            .db
            .opt(q!(
                "SELECT partner_status, partner_profile FROM organizations WHERE id = $1",
                org
            ))
            .await?;
        row.map(|(status, profile)| {
            Ok((
                word("status", &status, PartnerStatus::from_word(&status))?,
                json("partner profile", &profile)?,
            ))
        })
        .transpose()
    }
}

impl Tx {
    /// Changes whether an organization may serve others.
    pub async fn set_partner_status(
        &mut self,
        _scope: &InstallScope,
        org: OrgId,
        status: PartnerStatus,
    ) -> Result<()> {
        self.db
            .exec(q!(
                "UPDATE organizations SET partner_status = $1 WHERE id = $2",
                status.as_str(),
                org
            ))
            .await?;
        Ok(())
    }

    /// Changes how a partner presents itself.
    pub async fn set_partner_profile(
        &mut self,
        scope: &OrgScope,
        profile: &PartnerProfile,
    ) -> Result<()> {
        self.db
            .exec(q!(
                "UPDATE organizations SET partner_profile = $1 WHERE id = $2",
                to_json(profile)?,
                scope.org()
            ))
            .await?;
        Ok(())
    }
}
