//! `operator organization seats`.

use super::{enter, print};
use crate::{cli::SeatsArgs, wiring::House};
use hearken_app::{
    Caller,
    licences::{self, SetUnits},
};
use hearken_model::{LicenceType, Plan};
use serde_json::json;

pub(super) async fn run(house: &House, args: SeatsArgs) -> anyhow::Result<()> {
    let inside = enter(house, &args.organization).await?;
    let overview = match args.quantity {
        None => licences::overview(&house.app, &inside).await?,
        Some(quantity) => {
            let kind = match args.restricted {
                true => LicenceType::Restricted,
                false => LicenceType::Full,
            };
            let input = SetUnits {
                slug: args.organization,
                plan: Plan::of_licence(kind),
                quantity,
            };
            licences::set_units(&house.app, &Caller::command_line(), input).await?
        }
    };
    for seats in overview.seats {
        let (kind, total, used) = (seats.kind.as_str(), seats.total, seats.used);
        if args.json {
            let value = json!({ "type": kind, "total": total, "used": used, "left": seats.left() });
            print(&value.to_string());
        } else {
            print(&format!("{kind:<12}{used} of {total} taken"));
        }
    }
    Ok(())
}
