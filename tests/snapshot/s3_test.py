#!/usr/bin/env python3
"""Snapshots in a real S3 server: every call signed, through a network that fails; then the binary.

    s3_test.py BINARY S3_STORE_TEST

Exit 77: the server cannot be had here (1 when ENCOURS_REQUIRE_ALL=1).
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys

import s3_server
from fault_proxy import Proxy

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "cli"))
import history  # noqa: E402
import process  # noqa: E402

SKIP_EXIT_CODE = 77
# What the proxy does, and which tests must pass then.
ROUNDS = [("plain", "S3Good.*:S3Refused.*"), ("busy", "S3Good.*"), ("cut", "S3Good.*"),
          ("dead", "S3Away.*"), ("hang", "S3Away.*")]
STORE = ("--store", f"s3://{s3_server.Server.BUCKET}/firm/encours")


def keys(secret=s3_server.SECRET_KEY):
    return {"AWS_ACCESS_KEY_ID": s3_server.ACCESS_KEY, "AWS_SECRET_ACCESS_KEY": secret}


def run_store_test(program, server):
    for mode, tests in ROUNDS:
        with Proxy(server.port, mode) as proxy:
            environment = os.environ | keys() | {
                "ENCOURS_S3_ENDPOINT": proxy.endpoint, "ENCOURS_S3_REGION": s3_server.REGION}
            done = subprocess.run([program, f"--gtest_filter={tests}"], env=environment,
                                  capture_output=True, text=True, check=False)
        process.check(done.returncode == 0 and "PASSED" in done.stdout,
                      f"through a network that is {mode}:\n{done.stdout}{done.stderr}")
        print(f"{mode}: {done.stdout.strip().splitlines()[-1].strip()}", flush=True)


def hashes(binary):
    shown = binary.run("status", "--data", "data", "--hashes", "--format", "json").stdout
    return [json.loads(line)["full_hash"] for line in shown.splitlines()]


def run_binary(binary, folder, server):
    environment = keys() | {"ENCOURS__SNAPSHOTS__S3_ENDPOINT": server.endpoint,
                            "ENCOURS__SNAPSHOTS__S3_REGION": s3_server.REGION}

    def snapshot(*words, expect=process.OK, secret=s3_server.SECRET_KEY):
        return binary.run("snapshot", *words, *STORE, expect=expect,
                          environment=environment | keys(secret))

    past = history.History(5, clients=20, days=20)
    past.write(folder / "events.ndjson")
    binary.run("replay", "events.ndjson", "--data", "data", "--partitions", 2)
    snapshot("create", "--data", "data")
    listed = [json.loads(line) for line in snapshot("list", "--format", "json").stdout.splitlines()]
    process.check([one["state"] for one in listed] == ["good", "good"], str(listed))
    snapshot("verify", "--data", "data")

    refused = snapshot("list", expect=process.FAILED, secret="a-wrong-secret")
    process.check("SignatureDoesNotMatch" in refused.stderr, refused.stderr)
    process.check("a-wrong-secret" not in refused.stderr + refused.stdout, "a secret was printed")

    before = hashes(binary)
    shutil.rmtree(folder / "data" / "state")
    snapshot("restore", "--data", "data")
    process.check(hashes(binary) == before, "the rows that came back are others")

    sst = max((server.objects / "firm/encours/credit.events/0/files").iterdir(),
              key=lambda file: file.stat().st_size)
    content = bytearray(sst.read_bytes())
    content[len(content) // 2] ^= 1
    sst.write_bytes(content)
    found = snapshot("verify", expect=process.FINDINGS)
    process.check("is not what was written" in found.stderr, found.stderr)
    snapshot("create", "--data", "data", "--full")
    snapshot("verify")
    print("the binary: made, listed, verified, refused, restored, mended")


def main():
    why = s3_server.missing()
    if why:
        print(f"SKIPPED: {why}")
        return 1 if os.environ.get("ENCOURS_REQUIRE_ALL") == "1" else SKIP_EXIT_CODE

    def test(binary, folder, arguments):
        with s3_server.Server() as server:
            run_store_test(arguments[0], server)
            run_binary(binary, folder, server)

    return process.main(test)


if __name__ == "__main__":
    sys.exit(main())
