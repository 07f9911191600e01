"""An S3 bucket: keys ``ab/cd/<sha256>``; pieces of uploads below ``incoming/``."""

from __future__ import annotations

import tempfile
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.response import StreamingBody

from namkhong.foundation.files.conf import FilesConf

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_PIECE: Final = 262_144


@lru_cache(maxsize=4)
def bucket(chosen: FilesConf) -> Bucket:
    """One client for each configuration; boto3 clients are safe to share between threads."""
    config = Config(connect_timeout=5, read_timeout=30, retries={"max_attempts": 3, "mode": "standard"})
    client = boto3.client(
        "s3", endpoint_url=chosen.s3_endpoint or None, region_name=chosen.s3_region or None, config=config
    )
    return Bucket(client, chosen.s3_bucket, chosen.s3_prefix)


def _missing(error: ClientError) -> bool:
    return error.response.get("Error", {}).get("Code") in {"404", "NoSuchKey", "NotFound"}


def _pieces(body: StreamingBody) -> Generator[bytes, None, None]:
    with closing(body):
        yield from body.iter_chunks(_PIECE)


@dataclass(frozen=True, slots=True)
class Bucket:
    """Bytes in a bucket."""

    client: S3Client
    name: str
    prefix: str

    def _key(self, sha256: str) -> str:
        return f"{self.prefix}{sha256[:2]}/{sha256[2:4]}/{sha256}"

    def _part_prefix(self, upload: str) -> str:
        return f"{self.prefix}incoming/upload-{upload}/"

    def incoming(self) -> Path:
        """The machine's own temporary folder."""
        return Path(tempfile.gettempdir())

    def put(self, sha256: str, source: Path) -> None:
        """Sent unless it is there; a PUT is whole or not at all."""
        if not self.exists(sha256):
            self.client.upload_file(str(source), self.name, self._key(sha256))

    def exists(self, sha256: str) -> bool:
        """Are the bytes there?"""
        try:
            self.client.head_object(Bucket=self.name, Key=self._key(sha256))
        except ClientError as error:
            if _missing(error):
                return False
            raise
        return True

    def read(self, sha256: str, start: int = 0, length: int | None = None) -> Generator[bytes, None, None]:
        """Asked for at once, so that a missing object is told before the first piece."""
        end = "" if length is None else str(start + length - 1)
        try:
            if start or length is not None:
                answer = self.client.get_object(Bucket=self.name, Key=self._key(sha256), Range=f"bytes={start}-{end}")
            else:
                answer = self.client.get_object(Bucket=self.name, Key=self._key(sha256))
        except ClientError as error:
            if _missing(error):
                raise FileNotFoundError(sha256) from error
            raise
        return _pieces(answer["Body"])

    def delete(self, sha256: str) -> None:
        """Destroy the bytes."""
        self.client.delete_object(Bucket=self.name, Key=self._key(sha256))

    def is_empty(self) -> bool:
        """No key below the prefix but those of what is arriving."""
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.name, Prefix=self.prefix)
        arriving = f"{self.prefix}incoming/"
        return not any(not row["Key"].startswith(arriving) for page in pages for row in page.get("Contents", []))

    def put_part(self, upload: str, offset: int, data: bytes) -> None:
        """One object for each piece."""
        self.client.put_object(Bucket=self.name, Key=f"{self._part_prefix(upload)}{offset:020d}", Body=data)

    def _part_keys(self, upload: str) -> list[str]:
        pages = self.client.get_paginator("list_objects_v2").paginate(
            Bucket=self.name, Prefix=self._part_prefix(upload)
        )
        return sorted(row["Key"] for page in pages for row in page.get("Contents", []))

    def parts(self, upload: str) -> Iterator[tuple[int, bytes]]:
        """In the order of their offsets."""
        for key in self._part_keys(upload):
            body = self.client.get_object(Bucket=self.name, Key=key)["Body"].read()
            yield int(key.rsplit("/", 1)[1]), body

    def drop_parts(self, upload: str) -> None:
        """Destroy the pieces."""
        for key in self._part_keys(upload):
            self.client.delete_object(Bucket=self.name, Key=key)
