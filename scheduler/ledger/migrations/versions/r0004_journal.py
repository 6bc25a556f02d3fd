"""The journal: runs and what they decided, who was missed, declined 1-on-1s, leases."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the column and make the tables."""
    op.add_column("occurrence", sa.Column("declined", sa.Integer, nullable=False, server_default="0"))
    op.create_table(
        "run",
        sa.Column("run", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("host", sa.String(255), nullable=False),
        sa.Column("as_of", sa.String(32), nullable=False),
        sa.Column("started", sa.String(32), nullable=False),
        sa.Column("ended", sa.String(32)),
        sa.Column("result", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("run", name="pk_run"),
    )
    op.create_table(
        "leader_run",
        sa.Column("run", sa.String(40), nullable=False),
        sa.Column("leader", sa.String(320), nullable=False),
        sa.Column("ending", sa.String(16), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("kept", sa.Integer, nullable=False),
        sa.Column("written", sa.Integer, nullable=False),
        sa.Column("proven", sa.Integer),
        sa.Column("missed", sa.Integer),
        sa.Column("weeks", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("quiet", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("run", "leader", name="pk_leader_run"),
    )
    op.create_table(
        "decision",
        sa.Column("run", sa.String(40), nullable=False),
        sa.Column("leader", sa.String(320), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("member", sa.String(320), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("period", sa.String(8), nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("before_start", sa.String(32)),
        sa.Column("before_end", sa.String(32)),
        sa.Column("after_start", sa.String(32)),
        sa.Column("after_end", sa.String(32)),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("origin", sa.String(16), nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("run", "leader", "number", name="pk_decision"),
    )
    op.create_table(
        "missed",
        sa.Column("leader", sa.String(320), nullable=False),
        sa.Column("member", sa.String(320), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("period", sa.String(8), nullable=False),
        sa.PrimaryKeyConstraint("leader", "member", "kind", "period", name="pk_missed"),
    )
    op.create_table(
        "last_night",
        sa.Column("leader", sa.String(320), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("weeks", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("quiet", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("leader", name="pk_last_night"),
    )
    op.create_table(
        "lease",
        sa.Column("name", sa.String(320), nullable=False),
        sa.Column("holder", sa.String(255), nullable=False),
        sa.Column("until", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_lease"),
    )
