"""When a person was erased from an account: such an account is closed for good."""

import sqlalchemy as sa
from alembic import op

from survey.store.moments import Moment

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The journal says whom that was done to; who was let in again since then is closed again."""
    op.add_column("accounts", sa.Column("erased_at", Moment))
    erased = "FROM journal WHERE action = 'personal data erased' AND subject = accounts.sign_in"
    op.execute(
        f"UPDATE accounts SET erased_at = (SELECT min(at) {erased}), active = false,"
        f" password_hash = '' WHERE EXISTS (SELECT 1 {erased})"
    )
