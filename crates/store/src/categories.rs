//! Categories of search topics (SEA section 4).

use crate::{
    Error, Result, SetupChange, Store, Tx,
    db::q,
    store::{name_key, public_id},
};
use hearken_authz::OrgScope;
use hearken_model::{CategoryId, PublicId, UserId, topic::Category};

#[derive(sqlx::FromRow)]
struct CategoryRow {
    id: i64,
    public_id: Vec<u8>,
    name: String,
    owner_id: Option<i64>,
}

impl CategoryRow {
    fn read(self) -> Result<Category> {
        Ok(Category {
            id: CategoryId(self.id),
            public_id: public_id(&self.public_id)?,
            name: self.name,
            owner: self.owner_id.map(UserId),
        })
    }
}

impl Store {
    /// The organization's categories, by name.
    pub async fn list_categories(&self, scope: &OrgScope) -> Result<Vec<Category>> {
        let rows: Vec<CategoryRow> = self
            .db
            .all(q!(
                "SELECT id, public_id, name, owner_id FROM categories WHERE org_id = $1 \
                 ORDER BY name_key, id",
                scope.org()
            ))
            .await?;
        rows.into_iter().map(CategoryRow::read).collect()
    }

    /// A category by its id outside.
    pub async fn find_category(&self, scope: &OrgScope, id: PublicId) -> Result<Option<Category>> {
        let row: Option<CategoryRow> = self
            .db
            .opt(q!(
                "SELECT id, public_id, name, owner_id FROM categories \
                 WHERE org_id = $1 AND public_id = $2",
                scope.org(),
                id
            ))
            .await?;
        row.map(CategoryRow::read).transpose()
    }
}

impl Tx {
    /// Makes a category. [`Error::Taken`] when the name is (SEA-046).
    pub async fn create_category(
        &mut self,
        scope: &OrgScope,
        name: &str,
        owner: Option<UserId>,
    ) -> Result<Category> {
        let id = CategoryId(self.take_id(scope.org(), "category").await?);
        let public = self.env.ids.public_id();
        self.db
            .exec(q!(
                "INSERT INTO categories (org_id, id, public_id, name, name_key, owner_id, \
                 created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                scope.org(),
                id,
                public,
                name.trim(),
                name_key(name),
                owner,
                self.now
            ))
            .await?;
        self.touch_setup(SetupChange::Words(scope.org())).await?;
        Ok(Category {
            id,
            public_id: public,
            name: name.trim().to_owned(),
            owner,
        })
    }

    /// Renames a category or gives it to another owner (SEA-044).
    pub async fn update_category(
        &mut self,
        scope: &OrgScope,
        id: CategoryId,
        name: &str,
        owner: Option<UserId>,
    ) -> Result<()> {
        let changed = self
            .db
            .exec(q!(
                "UPDATE categories SET name = $1, name_key = $2, owner_id = $3 \
                 WHERE org_id = $4 AND id = $5",
                name.trim(),
                name_key(name),
                owner,
                scope.org(),
                id
            ))
            .await?;
        if changed == 0 {
            return Err(Error::NotFound);
        }
        self.touch_setup(SetupChange::Words(scope.org())).await
    }

    /// Removes a category without topics; [`Error::InUse`] when there are some (SEA-045).
    pub async fn delete_category(&mut self, scope: &OrgScope, id: CategoryId) -> Result<()> {
        let used: Option<(i64,)> = self
            .db
            .opt(q!(
                "SELECT COUNT(*) FROM topics WHERE org_id = $1 AND category_id = $2 \
                 AND state <> 'deleted'",
                scope.org(),
                id
            ))
            .await?;
        if used.is_some_and(|(count,)| count > 0) {
            return Err(Error::InUse);
        }
        let changed = self
            .db
            .exec(q!(
                "DELETE FROM categories WHERE org_id = $1 AND id = $2",
                scope.org(),
                id
            ))
            .await?;
        if changed == 0 {
            return Err(Error::NotFound);
        }
        self.touch_setup(SetupChange::Words(scope.org())).await
    }
}
