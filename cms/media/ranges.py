"""Parts of a file: a player asks for the piece that it plays next, and Safari plays nothing without."""

import re

ONE_RANGE = re.compile(r"^bytes=(\d*)-(\d*)$")


class Piece:
    """``length`` bytes of an open ``file`` from where it stands, as an iterator that closes it."""

    def __init__(self, file, length, block=64 * 1024):
        self.file, self.left, self.block = file, length, block

    def __iter__(self):
        return self

    def __next__(self):
        data = self.file.read(min(self.block, self.left)) if self.left else b""
        if not data:
            raise StopIteration
        self.left -= len(data)
        return data

    def close(self):
        self.file.close()


def asked_for(header, size):
    """Return ``(first, last)`` of one range in bytes (RFC 9110, 14.1.2); None for a header to ignore.

    ValueError where no byte of the file is in it.
    """
    found = ONE_RANGE.match(header.replace(" ", "")) if size else None
    if not found or found[1] == found[2] == "":
        return None
    if not found[1]:
        first, last = max(0, size - int(found[2])), size - 1
        if int(found[2]) == 0:
            raise ValueError("nothing is asked for")
    else:
        first, last = int(found[1]), min(int(found[2] or size - 1), size - 1)
        if found[2] and int(found[2]) < first:
            return None
    if first >= size:
        raise ValueError("beyond the end")
    return first, last


def in_part(request, response):
    """Return ``response``, a FileResponse of a whole file, narrowed to the range that ``request`` asks for."""
    if response.status_code != 200 or not getattr(response, "file_to_stream", None):
        return response
    response["Accept-Ranges"] = "bytes"
    header = request.headers.get("Range", "")
    size = int(response.get("Content-Length", 0))
    # A part of another version than the one that the player has is of no use.
    if not header or request.headers.get("If-Range", response.get("Last-Modified")) != response.get("Last-Modified"):
        return response
    try:
        asked = asked_for(header, size)
    except ValueError:
        response.file_to_stream.close()
        response.streaming_content = []
        response.status_code = 416
        response["Content-Range"], response["Content-Length"] = f"bytes */{size}", "0"
        return response
    if asked:
        first, last = asked
        file = response.file_to_stream
        file.seek(first)
        response.streaming_content = Piece(file, last - first + 1)
        response.status_code = 206
        response["Content-Range"], response["Content-Length"] = f"bytes {first}-{last}/{size}", str(last - first + 1)
    return response
