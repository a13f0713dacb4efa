"""Object stores: open a URL, and say what an object store refused."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

import pyarrow as pa
import pyarrow.fs as pafs

from generator.errors import UserError, WrongUse

ARROW = {"s3", "gs", "gcs", "abfs", "abfss", "hdfs", "viewfs"}
#: With S3, a file is one request instead of three; Google's client tries for a quarter of an hour if it is
#: not told otherwise.
OPTIONS = {"s3": "allow_delayed_open=true", "gs": "retry_limit_seconds=15", "gcs": "retry_limit_seconds=15"}


def open_store(url: str, name: str) -> tuple[pafs.FileSystem, str]:
    """The file system of a URL and the path in it.

    Raises `WrongUse` for a URL that nothing here can open and `UserError` if its system cannot be loaded.
    """
    parts = urlsplit(url)
    scheme = parts.scheme
    if scheme in ARROW:
        if not parts.path.strip("/"):
            raise WrongUse(f"{name} is a whole bucket; give a folder in it, for example {name}/company.")
        option = OPTIONS.get(scheme)
        if option and option.partition("=")[0] not in parts.query:
            url += ("&" if "?" in url else "?") + option
        try:
            system, path = pafs.FileSystem.from_uri(url)
        except (pa.ArrowException, ValueError) as error:
            raise WrongUse(f"{name} is not the URL of a place: {_short(error)}.") from error
        except OSError as error:
            raise explain(error, name) from error
        return system, path.rstrip("/")
    import fsspec

    try:
        system, path = fsspec.core.url_to_fs(url)
    except ImportError as error:
        raise UserError(
            f"{name} needs a package that is not installed ({error}); install it, or use another place."
        ) from error
    except ValueError as error:
        if scheme in fsspec.available_protocols():
            raise WrongUse(f"{name} is not the URL of a place: {_short(error)}.") from error
        raise WrongUse(
            f"Nothing here opens URLs that begin with {scheme}://; use s3, gs, abfs, hdfs or another scheme "
            f"of fsspec, or a folder."
        ) from error
    except OSError as error:
        raise explain(error, name) from error
    return pafs.PyFileSystem(pafs.FSSpecHandler(system)), path.rstrip("/")


def explain(error: Exception, name: str) -> UserError:
    """What an object store refused, and what to do."""
    said = str(error)
    bucket = "/".join(name.split("/")[:3])
    if any(word in said for word in ("NO_SUCH_BUCKET", "NoSuchBucket", "bucket does not exist")):
        return UserError(f"There is no bucket {bucket}; make it first, or give one that is there.")
    if any(
        word in said for word in ("NETWORK_CONNECTION", "Could not connect", "Couldn't resolve", "curlCode")
    ):
        return UserError(
            f"{bucket} cannot be reached: no answer from its server. See to the connection, and to "
            f"AWS_ENDPOINT_URL if the store is your own; then run the same command again."
        )
    refused = ("ACCESS_DENIED", "AccessDenied", "INVALID_ACCESS_KEY_ID", "SIGNATURE", "HTTP status 403",
               "HTTP status 401", "EXPIRED_TOKEN", "UNAUTHENTICATED", "PERMISSION_DENIED",
               "AuthenticationFailed", "credential")  # fmt: skip
    unsigned = name.startswith("s3://") and not _aws_credentials()
    if any(word in said for word in refused) or (unsigned and "AWS Error" in said):
        if unsigned:
            return UserError(
                f"{bucket} was asked without credentials and refused: set AWS_ACCESS_KEY_ID and "
                f"AWS_SECRET_ACCESS_KEY, or run `aws configure`, then run the same command again."
            )
        return UserError(
            f"{bucket} refused these credentials: they are wrong, have expired, or may not read and write "
            f"there. Mend them, then run the same command again."
        )
    return UserError(
        f"{name} could not be read or written ({_short(error)}). What was there is untouched; run the same "
        f"command again."
    )


def _aws_credentials() -> bool:
    """Whether the environment or the usual files hold credentials (roles of a machine are not seen)."""
    given = ("AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_ROLE_ARN", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")
    files = (
        os.environ.get("AWS_SHARED_CREDENTIALS_FILE") or Path.home() / ".aws" / "credentials",
        os.environ.get("AWS_CONFIG_FILE") or Path.home() / ".aws" / "config",
    )
    return any(os.environ.get(name) for name in given) or any(Path(file).is_file() for file in files)


def _short(error: Exception) -> str:
    """The first words of an error."""
    text = " ".join(str(error).split()).rstrip(".")
    return text if len(text) < 160 else text[:157] + "…"
