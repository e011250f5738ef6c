"""Exchanges repositories in folders with python-tuf.

make DIR          a repository by python-tuf: metadata, targets, and initial_root.json
canonical FILE    the canonical form of each line's JSON value, in hexadecimal digits, or "none"
read DIR NAME...  python-tuf's client goes through DIR from DIR/initial_root.json and downloads each target into DIR/downloaded
"""
import json
import os
import sys
from datetime import datetime, timedelta, timezone

from securesystemslib.exceptions import FormatError
from securesystemslib.formats import encode_canonical
from securesystemslib.signer import CryptoSigner
from tuf.api.exceptions import DownloadHTTPError
from tuf.api.metadata import DelegatedRole, Delegations, Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp
from tuf.ngclient import FetcherInterface, Updater

EXPIRES = datetime.now(timezone.utc).replace(microsecond=0) + timedelta(days=30)


def write(folder, name, data):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(data)


def make(folder):
    signers = {role: [CryptoSigner.generate_ecdsa()] for role in ("root", "targets", "snapshot", "timestamp", "team")}
    signers["root"].append(CryptoSigner.generate_rsa())
    root = Root(expires=EXPIRES)
    for role in ("root", "targets", "snapshot", "timestamp"):
        for signer in signers[role]:
            root.add_key(signer.public_key, role)
    root.roles["root"].threshold = 2
    root.unrecognized_fields["x-note"] = "Grüße 😀\n\"quoted\" \\ back"

    targets = Targets(expires=EXPIRES)
    content = {"models/a.pack": b"a" * 1000, "team/b.pack": b"b" * 10}
    entry = TargetFile.from_data("models/a.pack", content["models/a.pack"], ["sha256", "sha512"])
    entry.unrecognized_fields["custom"] = {"kind": "model", "name": "a", "version": "1.0.0", "counter": 7, "hardware": [], "serials": []}
    targets.targets["models/a.pack"] = entry
    targets.delegations = Delegations({}, roles={"team": DelegatedRole("team", [], 1, True, ["team/*"])})
    targets.add_key(signers["team"][0].public_key, "team")
    team = Targets(expires=EXPIRES)
    team.targets["team/b.pack"] = TargetFile.from_data("team/b.pack", content["team/b.pack"], ["sha256"])

    def sign(role, signed):
        metadata = Metadata(signed)
        for signer in signers[role]:
            metadata.sign(signer, append=True)
        data = metadata.to_bytes()
        name = f"{role}.json" if role == "timestamp" else f"{signed.version}.{role}.json"
        write(folder, f"metadata/{name}", data)
        return data

    first = sign("root", root)
    write(folder, "initial_root.json", first)
    root.version = 2
    sign("root", root)
    sign("targets", targets)
    data = sign("team", team)
    snapshot = Snapshot(expires=EXPIRES, meta={"targets.json": MetaFile(1), "team.json": MetaFile.from_data(1, data, ["sha256"])})
    data = sign("snapshot", snapshot)
    sign("timestamp", Timestamp(expires=EXPIRES, snapshot_meta=MetaFile.from_data(1, data, ["sha256"])))


class FolderFetcher(FetcherInterface):
    def _fetch(self, url):
        try:
            with open(url[len("file://"):], "rb") as f:
                return iter([f.read()])
        except FileNotFoundError as e:
            raise DownloadHTTPError(str(e), 404) from e


def read(folder, names):
    trusted = os.path.join(folder, "trusted")
    downloaded = os.path.join(folder, "downloaded")
    os.makedirs(trusted)
    os.makedirs(downloaded)
    with open(os.path.join(folder, "initial_root.json"), "rb") as f:
        root = f.read()
    arguments = {
        "metadata_dir": trusted,
        "metadata_base_url": f"file://{folder}/metadata/",
        "target_dir": downloaded,
        "target_base_url": f"file://{folder}/targets/",
        "fetcher": FolderFetcher(),
    }
    try:
        updater = Updater(bootstrap=root, **arguments)
    except TypeError:
        # Before version 6 the first root lies in the folder.
        write(trusted, "root.json", root)
        updater = Updater(**arguments)
    updater.refresh()
    for name in names:
        target = updater.get_targetinfo(name)
        if target is None:
            sys.exit(f"no target {name}")
        updater.download_target(target, os.path.join(downloaded, name.replace("/", "_")))


def canonical(path):
    with open(path, encoding="utf-8") as f:
        for line in f.read().split("\n"):
            try:
                print(encode_canonical(json.loads(line)).encode("utf-8").hex())
            except (FormatError, UnicodeEncodeError):
                print("none")


if sys.argv[1] == "make":
    make(sys.argv[2])
elif sys.argv[1] == "canonical":
    canonical(sys.argv[2])
else:
    read(sys.argv[2], sys.argv[3:])
