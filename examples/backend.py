"""A backend that is told how jobs end. What it may expect is in docs/callback.md.

python -m pip install standardwebhooks
export WEBHOOK_SECRET="whsec_$(openssl rand -base64 32)"
python examples/backend.py &
make demo BACKEND=http://127.0.0.1:5055  # in the same shell, since it signs with the same secret
"""

import os
import sqlite3
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from standardwebhooks import Webhook, WebhookVerificationError

WEBHOOK = Webhook(os.environ["WEBHOOK_SECRET"])
DATABASE = os.environ.get("DATABASE", "outcomes.db")
TABLE = "CREATE TABLE IF NOT EXISTS outcomes (webhook_id TEXT PRIMARY KEY, s3_key TEXT, status TEXT, body TEXT)"


class Backend(BaseHTTPRequestHandler):
    """Keeps each outcome once; whatever was kept is answered with 200, also the second time."""

    def do_POST(self) -> None:
        """Take a callback; 401 brings it back once the secret is right."""
        body = self.rfile.read(int(self.headers["content-length"]))
        try:
            outcome = WEBHOOK.verify(body, dict(self.headers))
        except WebhookVerificationError as problem:
            self.send_error(401, str(problem))
            return
        row = (self.headers["webhook-id"], outcome["s3_key"], outcome["status"], body.decode())
        with closing(sqlite3.connect(DATABASE)) as database, database:
            is_new = database.execute("INSERT OR IGNORE INTO outcomes VALUES (?, ?, ?, ?)", row).rowcount
        print(outcome["status"], outcome["s3_key"], "" if is_new else "again, dropped", flush=True)
        self.send_response(200)
        self.end_headers()


if __name__ == "__main__":
    with closing(sqlite3.connect(DATABASE)) as outcomes, outcomes:
        outcomes.execute(TABLE)
    with ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "5055"))), Backend) as server:
        print(f"http://127.0.0.1:{server.server_port}", flush=True)
        server.serve_forever()
