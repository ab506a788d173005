"""What an editor has on the desk before a task begins."""

import io

from PIL import Image


def a_picture():
    """Return a picture as a browser's file field takes it."""
    buffer = io.BytesIO()
    Image.new("RGB", (900, 600), "#7a9e7e").save(buffer, "PNG")
    return {"name": "long-table.png", "mimeType": "image/png", "buffer": buffer.getvalue()}
