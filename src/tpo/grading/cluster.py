"""Workers of a Dask cluster, with the outside of `tpo.grading.pool.Pool`.

Workers and grader share nothing but the scheduler: a job holds all that it takes, its result all
that is recorded, and the secret stays here. Dask gives a job of a lost worker to another one. What
comes back is taken once, by its key; a second answer to the same key is dropped.
"""

from __future__ import annotations

import uuid
from concurrent.futures import CancelledError
from queue import SimpleQueue
from typing import Any

from tpo.grading.pool import LostError
from tpo.grading.work import Done, Job, code_version, work
from tpo.trouble import TroubleError

MISSING = (
    "Grading on a cluster needs the package distributed: install the course with its extra "
    "`cluster` (pip install '.[cluster]'), here and on every worker."
)
GONE = (
    "The scheduler at {} went away. What is graded so far stays graded; when it is back, run the "
    "same command again."
)
WAIT_S = 60
"""For the scheduler to answer, and then for a first worker."""


class Cluster:
    """The workers of the scheduler at ``address``, for example ``tcp://10.0.0.5:8786``."""

    def __init__(self, address: str):
        try:
            from distributed import Client
        except ImportError as error:
            raise TroubleError(MISSING) from error
        self._address, self.code = address, code_version()
        try:
            self._client: Any = Client(address, timeout=WAIT_S, set_as_default=False)
        except (OSError, ValueError) as error:
            raise TroubleError(f"No Dask scheduler answers at {address}: {error}") from error
        try:
            self._client.wait_for_workers(1, timeout=WAIT_S)
        except TimeoutError as error:
            self._client.close()
            raise TroubleError(f"The scheduler at {address} has no workers.") from error
        self._run = uuid.uuid4().hex  # results of an earlier run are not mistaken for this one's
        self._out: dict[str, Any] = {}
        self._ready: Any = SimpleQueue()  # (key, future) as they end

    @property
    def room(self) -> int:
        """Two jobs for each thread there is now; workers may come and go."""
        workers = self._client.scheduler_info(n_workers=-1)["workers"].values()
        return max(2, 2 * sum(worker["nthreads"] for worker in workers))

    def submit(self, key: str, job: Job) -> None:
        """Have a job done."""
        future = self._client.submit(work, job, key=f"{key}-{self._run}", pure=False)
        self._out[key] = future
        future.add_done_callback(lambda done: self._ready.put((key, done)))

    def next(self) -> tuple[str, Done | Exception]:
        """Wait for any job; its key, and its result or why there is none."""
        from distributed import KilledWorker

        while True:
            key, future = self._ready.get()
            if key not in self._out or self._out[key] is not future:
                continue  # answered before
            try:
                result = future.result()
            except KilledWorker:
                result = LostError("every worker that graded it ended")
            except (CancelledError, OSError) as error:
                raise TroubleError(GONE.format(self._address)) from error
            except Exception as error:
                result = error
            del self._out[key]
            return key, result

    def close(self) -> None:
        """Forget what is still to be done and hang up."""
        self._client.cancel(list(self._out.values()), force=True)
        self._client.close(timeout=5)
