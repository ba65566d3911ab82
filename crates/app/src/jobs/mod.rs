//! What is done in the background by the use-cases themselves: one line of [`run_due`] for each kind
//! of job, and what is due by the clock. `hearken` calls both all the time; several processes may.

use crate::{App, Result, delegation, mail};
use hearken_model::time::DAY;

/// Mails that are done with are kept this long, to be looked at.
const KEEP_MAILS: i64 = 30 * DAY;

/// Does one job that is due; answers whether there was one.
pub async fn run_due(app: &App) -> Result<bool> {
    mail::send_due(app).await
}

/// Removes what is kept no longer, and writes down what time has done. Call it every minute or so.
pub async fn sweep(app: &App) -> Result<()> {
    let before = app.now().plus(-KEEP_MAILS);
    app.store.sweep_mails(&app.install, before).await?;
    delegation::sweep(app).await?;
    Ok(())
}
