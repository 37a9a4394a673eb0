"""Saved scenarios can be taken off the list; nothing of them is ever deleted."""

import sqlalchemy as sa
from alembic import op

from survey.store.moments import Moment

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """When, and by whom; every scenario stands on the list as before."""
    op.add_column("scenarios", sa.Column("removed_at", Moment))
    op.add_column("scenarios", sa.Column("removed_by", sa.Text))
