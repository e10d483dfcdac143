"""Letters that were parted from their bundle because they cannot be used."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the bundle that a letter was parted from."""
    op.add_column("bundles", sa.Column("part_of", sa.Integer(), nullable=True))
    op.create_index("ix_bundles_part_of", "bundles", ["part_of"], unique=False)


def downgrade() -> None:
    """Forget it."""
    op.drop_index("ix_bundles_part_of", "bundles")
    op.drop_column("bundles", "part_of")
