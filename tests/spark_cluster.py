"""A standalone Spark cluster of real processes, from the package on PyPI: a master and two workers."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

needs_java = pytest.mark.skipif(
    shutil.which("java") is None, reason="no Java on this machine, and Spark runs on it: make java"
)

# Small processes that live for a minute or two: the quick compiler pays, the thorough one does not.
_JAVA = "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m -XX:+UseSerialGC"
_PATIENCE_S = 60
SMALL = {
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.codegen.wholeStage": "false",
    "spark.driver.extraJavaOptions": _JAVA,
    "spark.executor.extraJavaOptions": _JAVA,
    "spark.executor.memory": "1g",
    "spark.executor.cores": "1",
}


@dataclass(frozen=True)
class SparkCluster:
    """A running cluster: its address, the settings of its sessions, and the processes of its workers."""

    master: str
    conf: Mapping[str, str]
    workers: tuple[subprocess.Popen[bytes], ...]

    @property
    def settings(self) -> dict[str, str]:
        """Settings that make a run use it."""
        return {"spark_master": self.master, "spark_conf": json.dumps(self.conf)}

    @property
    def environment(self) -> dict[str, str]:
        """The same as variables."""
        return {f"PHANKY_{name.upper()}": value for name, value in self.settings.items()}

    def kill_worker(self, number: int) -> int:
        """kill -9 of one worker and of the executors it started; returns how many executors there were."""
        worker = psutil.Process(self.workers[number].pid)
        executors = worker.children(recursive=True)
        for process in (worker, *executors):
            with suppress(psutil.NoSuchProcess):
                process.kill()
        return len(executors)


@contextmanager
def spark_cluster(
    folder: Path, workers: int = 2, *, memory: str = "1g", conf: Mapping[str, str] = SMALL
) -> Iterator[SparkCluster]:
    """A cluster on this machine with one core for each worker; all its processes are gone afterwards.

    Args:
        folder: where its processes work.
        memory: of each worker, for its executor.
        conf: of the sessions that use it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    started: list[subprocess.Popen[bytes]] = []
    try:
        log = folder / "master.log"
        started.append(_start("master.Master", ["--host", "127.0.0.1", "--port", "0", "--webui-port", "0"], log))
        master = _told(log, r"Starting Spark master at (spark://\S+:\d+)")
        for number in range(workers):
            log = folder / f"worker-{number}.log"
            options = ["--host", "127.0.0.1", "--cores", "1", "--memory", memory, "--webui-port", "0"]
            started.append(
                _start("worker.Worker", [*options, "--work-dir", str(folder / f"work-{number}"), master], log)
            )
        for number in range(workers):
            _told(folder / f"worker-{number}.log", r"(Successfully registered with master)")
        yield SparkCluster(master, conf, tuple(started[1:]))
    finally:
        for process in started:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _start(name: str, options: list[str], log: Path) -> subprocess.Popen[bytes]:
    import pyspark

    home = Path(pyspark.__file__).parent
    environment = {
        **os.environ,
        "SPARK_HOME": str(home),
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_DAEMON_JAVA_OPTS": _JAVA,
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    command = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}", *options]
    with log.open("wb") as output:
        return subprocess.Popen(
            command, cwd=log.parent, env=environment, stdout=output, stderr=output, start_new_session=True
        )


def _told(log: Path, pattern: str) -> str:
    until = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until:
        found = re.search(pattern, log.read_text(errors="replace"))
        if found:
            return found[1]
        time.sleep(0.2)
    raise AssertionError(f"{log}: {log.read_text(errors='replace')[-2000:]}")
