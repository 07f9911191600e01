"""Other systems that call the API, in tests."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client


class Caller:
    """Another system with a token: it keeps no cookies and sends a fresh key with every write."""

    def __init__(self, token: str = "") -> None:
        self.client = Client(enforce_csrf_checks=True)
        if token:
            self.client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {token}"

    def get(self, path: str, **headers: str) -> Any:
        """A reading."""
        return self.client.get(f"/api/v1{path}", headers=headers)

    def post(self, path: str, body: Any, *, key: str = "", **headers: str) -> Any:
        """A write."""
        sent = {"Idempotency-Key": key or uuid4().hex, **headers}
        return self.client.post(f"/api/v1{path}", json.dumps(body), content_type="application/json", headers=sent)

    def move(self, code: str, revision: int, *, key: str = "", **body: Any) -> Any:
        """A move upon the revision it read."""
        return self.post(f"/dossiers/{code}/moves", body, key=key, **{"If-Match": f'"{revision}"'})

    def upload(self, content: bytes, *, name: str = "giay.pdf", key: str = "") -> Any:
        """A file."""
        given = {"file": SimpleUploadedFile(name, content, "application/pdf")}
        return self.client.post("/api/v1/files", given, headers={"Idempotency-Key": key or uuid4().hex})
