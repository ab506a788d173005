"""Say by the exit code whether the web service in this container answers: for HEALTHCHECK of deploy/Dockerfile.

``python deploy/healthy.py 8000``: the port that it listens at.
"""

import os
import sys
import urllib.request

host = os.environ["ALLOWED_HOSTS"].split(",")[0].strip().lstrip(".")
request = urllib.request.Request(f"http://127.0.0.1:{int(sys.argv[1])}/healthz", headers={"Host": host})
try:
    sys.exit(urllib.request.urlopen(request, timeout=3).status != 200)  # noqa: S310
except OSError as error:
    sys.exit(f"does not answer: {error}")
