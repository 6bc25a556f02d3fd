"""Begin: occurrences as last written, and how many events each calendar held."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "occurrence",
        sa.Column("leader", sa.String(320), nullable=False),
        sa.Column("member", sa.String(320), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("period", sa.String(8), nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("uid", sa.String(255), nullable=False),
        sa.Column("start_at", sa.String(32), nullable=False),
        sa.Column("end_at", sa.String(32), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("leader", "member", "kind", "period", name="pk_occurrence"),
    )
    op.create_table(
        "held",
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("events", sa.Integer, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("email", name="pk_held"),
    )
