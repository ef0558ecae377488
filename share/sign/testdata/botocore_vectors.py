#!/usr/bin/env python3
"""Writes botocore_vectors.jsonl: pre-signed URLs as botocore's signer makes them.

    /usr/bin/python3 botocore_vectors.py > botocore_vectors.jsonl

botocore is AWS's own signer for Python, the one inside aws-cli and boto3 and
independent of the Go SDK's. Nothing here touches the network and everything is
deterministic: the keys come from a fixed seed and botocore's clock is frozen.
The format is described in README.md beside this file.
"""

import datetime
import json
import platform
import random
import sys
import types
import urllib.parse

import botocore
import botocore.auth
import botocore.session
from botocore.config import Config

SEED = 20130524
GENERATED = 300

# AWS's documented example credentials: they open nothing.
ACCESS_KEY = "AKIAIOSFODNN7EXAMPLE"
SECRET_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
SESSION_KEY = "ASIAIOSFODNN7EXAMPLE"
SESSION_TOKEN = "FwoGZXIvYXdzEXAMPLE//////////+token/with+slash+plus==" * 3

ENDPOINTS = [
    # (endpoint; None is AWS's own for the region, region)
    (None, "eu-west-3"),
    (None, "us-west-2"),
    ("https://s3.amazonaws.com", "us-east-1"),
    ("https://s3.example.com", "us-east-1"),
    ("http://127.0.0.1:9000", "us-east-1"),
    ("https://storage.example.com:8443", "garage"),
    ("https://gateway.example.com/storage/s3", "eu-central-1"),
]

OPERATIONS = {
    "GET": "get_object",
    "HEAD": "head_object",
    "PUT": "put_object",
    "DELETE": "delete_object",
}

# The 21 keys that other tools get wrong.
AWKWARD_KEYS = [
    "plain.txt",
    "with space/two  spaces.txt",
    "plus+and+plus.txt",
    "100%25 % %41.txt",
    "hash#and?question.txt",
    "amp&semi;colon:at@dollar$comma,equals=.txt",
    "quotes'\"(brackets)[square]{curly}*star!.txt",
    "kept~-._/kept.txt",
    "back\\slash|pipe^caret`tick<less>greater.txt",
    "nfc/\u00e9t\u00e9 \u00fcber.pdf",
    "nfd/e\u0301te\u0301 u\u0308ber.pdf",
    "emoji/\U0001f4c4 \U0001f469\u200d\U0001f680.pdf",
    "cjk/\u5831\u544a\u66f8-\u041e\u0442\u0447\u0451\u0442-\u062a\u0642\u0631\u064a\u0631.csv",
    "control\x01\x7f.bin",
    "new\nline\ttab\r.txt",
    "/leading",
    "a//b///c",
    "up/../x",
    "dot/./x",
    "trailing/",
    "k" * 1024,
]

# What a generated key is made of: each group is as likely as the others.
ALPHABETS = [
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
    "-._~/",
    " +%#?&;:@$,='()*!\"<>[]{}|\\^`",
    "\u00e4\u00f6\u00fc\u00df\u00e9\u00e8\u00f1\u00e7\u00f8",
    "\u65e5\u672c\u8a9e\ud55c\uad6d\u0639\u0631\u0628\u05e2\u05d1\u0420\u0443\u0441",
    "\U0001f4c4\U0001f4c8\U0001f512\u2705\u202e\u200b\ufeff",
]

DISPOSITIONS = [
    'attachment; filename="report.pdf"',
    "attachment; filename=\"Jahresbericht u.pdf\"; filename*=UTF-8''Jahresbericht%20%C3%BC.pdf",
    "inline",
    'inline; filename="a b&c=d+e.txt"',
]

TYPES = ["application/pdf", "text/plain; charset=utf-8", "image/svg+xml", "application/octet-stream"]

METADATA = [
    {"sender": "acme"},
    {"sender": "acme", "case": "2026/11-0042", "Mixed-Case": "Value with  two spaces"},
]


class Dice:
    """Choices from random() alone, whose sequence Python keeps between versions."""

    def __init__(self, seed):
        self._random = random.Random(seed).random

    def below(self, n):
        return int(self._random() * n)

    def of(self, items):
        return items[self.below(len(items))]

    def chance(self, percent):
        return self.below(100) < percent


def freeze(moment):
    """Makes botocore sign at moment (naive UTC)."""

    class Frozen(datetime.datetime):
        @classmethod
        def utcnow(cls):
            return moment

        @classmethod
        def now(cls, tz=None):
            return moment.replace(tzinfo=tz)

    botocore.auth.datetime = types.SimpleNamespace(
        datetime=Frozen, timedelta=datetime.timedelta, timezone=datetime.timezone
    )
    if hasattr(botocore.auth, "get_current_datetime"):  # botocore from 2025 on
        botocore.auth.get_current_datetime = lambda remove_tzinfo=True: moment


class Clients:
    """One botocore client for each endpoint, addressing style and key."""

    def __init__(self):
        self._session = botocore.session.Session()
        self._made = {}

    def get(self, endpoint, region, path_style, token):
        name = (endpoint, region, path_style, token)
        if name not in self._made:
            self._made[name] = self._session.create_client(
                "s3",
                region_name=region,
                # Named even where it is AWS's own: botocore would otherwise take
                # the global host for virtual hosts, which redirects.
                endpoint_url=endpoint or f"https://s3.{region}.amazonaws.com",
                aws_access_key_id=SESSION_KEY if token else ACCESS_KEY,
                aws_secret_access_key=SECRET_KEY,
                aws_session_token=token or None,
                config=Config(
                    signature_version="s3v4",
                    s3={
                        "addressing_style": "path" if path_style else "virtual",
                        "us_east_1_regional_endpoint": "regional",
                    },
                ),
            )
        return self._made[name]


def headers_of(params):
    """The headers, beside host, that a holder of the link must send."""
    headers = {}
    if "ContentType" in params:
        headers["Content-Type"] = params["ContentType"]
    if "ContentLength" in params:
        headers["Content-Length"] = str(params["ContentLength"])
    if "ServerSideEncryption" in params:
        headers["X-Amz-Server-Side-Encryption"] = params["ServerSideEncryption"]
    for name, value in params.get("Metadata", {}).items():
        headers["X-Amz-Meta-" + name] = value
    return headers


QUERY = {
    "VersionId": "versionId",
    "ResponseContentDisposition": "response-content-disposition",
    "ResponseContentType": "response-content-type",
}


def vector(clients, method, endpoint, region, path_style, bucket, key, extra, token, date, expires):
    freeze(date)
    client = clients.get(endpoint, region, path_style, token)
    url = client.generate_presigned_url(
        OPERATIONS[method], Params={"Bucket": bucket, "Key": key, **extra}, ExpiresIn=expires
    )
    return {
        "method": method,
        "endpoint": endpoint or "",
        "region": region,
        "path_style": path_style,
        "bucket": bucket,
        "key": key,
        "query": {QUERY[n]: v for n, v in extra.items() if n in QUERY},
        "headers": headers_of(extra),
        "access_key": SESSION_KEY if token else ACCESS_KEY,
        "secret_key": SECRET_KEY,
        "session_token": token,
        "date": date.strftime("%Y%m%dT%H%M%SZ"),
        "expires": expires,
        "url": url,
    }


def extras(dice, method):
    """Parameters that the operation takes, some of the time."""
    found = {}
    if method in ("GET", "HEAD", "DELETE") and dice.chance(30):
        found["VersionId"] = dice.of(["3sL4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY+MTRCxf3vjVBH40Nr8X8gdRQBpUMLUo", "null"])
    if method == "GET" and dice.chance(40):
        found["ResponseContentDisposition"] = dice.of(DISPOSITIONS)
    if method == "GET" and dice.chance(30):
        found["ResponseContentType"] = dice.of(TYPES)
    if method == "PUT":
        if dice.chance(50):
            found["ContentType"] = dice.of(TYPES)
        if dice.chance(30):
            found["ContentLength"] = dice.of([3, 1, 1048576, 5368709120])
        if dice.chance(30):
            found["ServerSideEncryption"] = "AES256"
        if dice.chance(30):
            found["Metadata"] = dice.of(METADATA)
    return found


def generated_key(dice):
    """A key of 1 to 60 characters, at most 1,024 bytes, as S3 would store it."""
    return "".join(dice.of(dice.of(ALPHABETS)) for _ in range(1 + dice.below(60)))


def published(clients):
    """The worked example of AWS's documentation of query string authentication.

    https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
    """
    v = vector(
        clients, "GET", "https://s3.amazonaws.com", "us-east-1", False, "examplebucket", "test.txt",
        {}, "", datetime.datetime(2013, 5, 24), 86400,
    )
    want = "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
    assert v["url"].endswith("&X-Amz-Signature=" + want), v["url"]
    return v


def vectors():
    clients, dice = Clients(), Dice(SEED)
    yield published(clients)
    when = datetime.datetime(2026, 11, 23, 14, 5, 6)
    for i, key in enumerate(AWKWARD_KEYS):
        for method in OPERATIONS:
            for path_style in (False, True):
                endpoint, region = ENDPOINTS[i % 2 if not path_style else 3 + i % 3]
                yield vector(clients, method, endpoint, region, path_style, "examplebucket", key, {}, "", when, 3600)
    for _ in range(GENERATED):
        method = dice.of(list(OPERATIONS))
        endpoint, region = dice.of(ENDPOINTS)
        # An IP address has no virtual hosts, and a path prefix is only agreed on in path style.
        path_style = dice.chance(50) or endpoint in ("http://127.0.0.1:9000", "https://gateway.example.com/storage/s3")
        yield vector(
            clients, method, endpoint, region, path_style,
            dice.of(["examplebucket", "acme-documents-2026", "x" * 63]),
            generated_key(dice),
            extras(dice, method),
            SESSION_TOKEN if dice.chance(30) else "",
            when + datetime.timedelta(seconds=dice.below(3 * 365 * 86400)),
            dice.of([1, 59, 900, 3600, 28800, 86400, 604800]),
        )


def check(v):
    """What must hold for every vector, whatever signed it."""
    query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(v["url"]).query, keep_blank_values=True))
    assert query["X-Amz-Date"] == v["date"] and query["X-Amz-Expires"] == str(v["expires"]), v
    assert query["X-Amz-Algorithm"] == "AWS4-HMAC-SHA256" and len(query["X-Amz-Signature"]) == 64, v
    signed = sorted(["host"] + [h.lower() for h in v["headers"]])
    assert query["X-Amz-SignedHeaders"].split(";") == signed, v
    assert ("X-Amz-Security-Token" in query) == bool(v["session_token"]), v


def main():
    print(json.dumps({
        "made_by": "botocore_vectors.py",
        "botocore": botocore.__version__,
        "python": platform.python_version(),
        "seed": SEED,
    }))
    for v in vectors():
        check(v)
        sys.stdout.write(json.dumps(v, ensure_ascii=True) + "\n")


if __name__ == "__main__":
    main()
