"""Connecting to a Ray cluster, or starting one here: quietly, with a token, not waiting for a dead one.

Ray's servers listen on every interface of a machine, and who may speak to them may run anything there: a
token keeps others out. Dashboard, telemetry and metrics are off.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from extract.errors import SetupError

LOCAL = "ray"  # the address that means: the cluster on this machine, made when there is none
STORE_BYTES = 256 * 1024**2  # of Ray's object store here: results are 100 KB each and leave at once
CONNECT_SECONDS = 10.0
QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_enable_metrics_collection": "0",
    "RAY_DEDUP_LOGS": "0",
    "RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
}
NO_RAY = (
    "--cluster ต้องใช้ส่วนเสริม Ray ให้พิมพ์: pip install 'prongsai[cluster]'",
    "--cluster needs an extra: pip install 'prongsai[cluster]'",
)
NO_CLIENT = (
    "ที่อยู่แบบ ray:// ต้องใช้ส่วนเสริมของ Ray ให้พิมพ์: pip install 'ray[client]'",
    "an address ray://… needs Ray's client: pip install 'ray[client]'",
)


@contextmanager
def connected(address: str, workers: int) -> Iterator[Any]:
    """The module ``ray``, connected to the cluster at ``address`` (see ``cluster.Cluster``).

    Raises:
        SetupError: It is not installed, or there is no such cluster.
    """
    os.environ.update(QUIET)
    there = _here() if address == LOCAL else address
    _show_token(there)  # before Ray is imported, which looks then
    try:
        import ray
    except ImportError as error:
        raise SetupError(*NO_RAY) from error
    try:
        if there is not None:
            _check_listening(there)
            ray.init(there, **_quietly())
        else:
            _start(ray, workers)
    except ImportError as error:
        raise SetupError(*NO_CLIENT) from error
    except (ConnectionError, OSError, RuntimeError, ValueError, TimeoutError) as error:
        raise SetupError(*_unreachable(address, error)) from error
    try:
        yield ray
    finally:
        ray.shutdown()


def _start(ray: Any, workers: int) -> None:
    """Start a cluster on this machine.

    Raises:
        SetupError: Ray's processes do not start.
    """
    try:
        ray.init("local", **_own(workers), **_quietly())
    except ImportError:
        raise
    except Exception as error:  # Ray raises bare Exceptions for processes of its own that do not start
        ray.shutdown()
        raise SetupError(*_not_started(error)) from error


def _not_started(error: Exception) -> tuple[str, str]:
    detail = (str(error).strip() or type(error).__name__).split("\n")[0]
    return (
        f"เริ่ม Ray บนเครื่องนี้ไม่ได้ ({detail}) ตรวจดูหน่วยความจำ เนื้อที่ใน /tmp และ /dev/shm "
        "หรือสั่งโดยไม่ใส่ --cluster แล้วใช้ --jobs แทน",
        f"Ray does not start on this machine ({detail}): look at its memory and at the space in /tmp and "
        "/dev/shm, or run without --cluster and with --jobs",
    )


def _quietly() -> dict[str, Any]:
    return {"log_to_driver": False, "logging_level": logging.ERROR, "configure_logging": False}


def _own(workers: int) -> dict[str, Any]:
    """How a cluster of our own is made on this machine."""
    settings: dict[str, Any] = {"include_dashboard": False, "object_store_memory": STORE_BYTES}
    settings["_node_ip_address"] = "127.0.0.1"
    return {**settings, "num_cpus": workers} if workers else settings


def _here() -> str | None:
    """The address of a cluster on this machine that answers; a dead one leaves its address behind."""
    with suppress(OSError, ValueError):
        temporary = os.environ.get("RAY_TMPDIR") or os.environ.get("TMPDIR") or "/tmp"
        place = Path(temporary) / "ray" / "ray_current_cluster"
        found = os.environ.get("RAY_ADDRESS") or place.read_text().strip()
        _check_listening(found)
        return found
    return None


def _show_token(there: str | None) -> None:
    """Have the cluster shown the token that lies ready; one of our own gets a token where none does."""
    if "RAY_AUTH_MODE" in os.environ:
        return
    ready = "RAY_AUTH_TOKEN" in os.environ or "RAY_AUTH_TOKEN_PATH" in os.environ
    ready = ready or (Path.home() / ".ray" / "auth_token").is_file()
    if there is not None and ready:
        os.environ["RAY_AUTH_MODE"] = "token"
    if there is None and not ready:  # Ray would write one into the home directory
        os.environ["RAY_AUTH_TOKEN"] = secrets.token_hex(32)


def _check_listening(address: str) -> None:
    """Raise OSError or ValueError where nothing listens: Ray itself would try for minutes."""
    place = urlsplit(address if "://" in address else f"ray://{address}")
    if place.hostname is None or place.port is None:
        raise ValueError("no host:port")
    socket.create_connection((place.hostname, place.port), CONNECT_SECONDS).close()


def _unreachable(address: str, error: Exception) -> tuple[str, str]:
    detail = str(error).strip().split("\n")[0]
    return (
        f"ติดต่อคลัสเตอร์ Ray ที่ {address} ไม่ได้ ({detail}) ตรวจดูที่อยู่ โทเคน และไฟร์วอลล์ แล้วสั่งคำสั่งเดิมอีกครั้ง",
        f"no Ray cluster can be reached at {address} ({detail}): check the address, the token and the "
        "firewall, then give the same command again",
    )
