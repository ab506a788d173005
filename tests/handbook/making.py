"""What an editor has on the desk before a task begins."""

import io
import wave

from PIL import Image


def a_picture():
    """Return a picture as a browser's file field takes it."""
    buffer = io.BytesIO()
    Image.new("RGB", (900, 600), "#7a9e7e").save(buffer, "PNG")
    return {"name": "long-table.png", "mimeType": "image/png", "buffer": buffer.getvalue()}


def a_scanned_page():
    """Return a PDF whose words are a picture, as a browser's file field takes it: it lacks all that a reader's program needs."""
    buffer = io.BytesIO()
    Image.new("L", (600, 800), 240).save(buffer, "PDF")
    return {"name": "house-rules.pdf", "mimeType": "application/pdf", "buffer": buffer.getvalue()}


def a_sound():
    """Return a second of silence as a browser's file field takes it."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(16000))
    return {"name": "listening.wav", "mimeType": "audio/wav", "buffer": buffer.getvalue()}
