"""The secret key of a local site: made once, kept in ``var/``, never in git."""

import secrets


def local_secret_key(var_dir):
    """Return the key kept in ``var_dir/secret-key``, making the file (mode 600) on first use."""
    path = var_dir / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()
