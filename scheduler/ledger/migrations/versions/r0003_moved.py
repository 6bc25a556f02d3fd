"""How often each occurrence was moved; of those that are known already nobody knows."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the count."""
    op.add_column("occurrence", sa.Column("moved", sa.Integer, nullable=False, server_default="0"))
