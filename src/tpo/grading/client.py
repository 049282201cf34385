"""A kernel client that doesn't wait for time to pass."""

from __future__ import annotations

import time
from queue import Empty
from typing import Any

import zmq.asyncio
from jupyter_client.asynchronous import AsyncKernelClient
from traitlets import default


class PromptClient(AsyncKernelClient):
    """jupyter_client's own, minus 0.3 s of waiting for each kernel.

    The stock client looks for a new kernel's sockets every 0.1 s, and when it has found them it
    listens until the kernel has said nothing for 0.2 s. A notebook runner doesn't need that: it
    tells by their parent message which messages belong to a cell.
    """

    @default("context")
    def _looks_often(self) -> zmq.asyncio.Context:
        self._created_context = True
        context = zmq.asyncio.Context()
        context.reconnect_ivl = 5  # ms; the default of sockets made in this context
        return context

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Return once the kernel answers and what it publishes arrives."""
        end = time.monotonic() + (float("inf") if timeout is None else timeout)
        while True:
            self.kernel_info()
            if await self._answered():
                return
            if not await self.is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > end:
                raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")

    async def _answered(self) -> bool:
        try:
            reply: dict[str, Any] = await self.shell_channel.get_msg(timeout=1)
            if reply["msg_type"] != "kernel_info_reply":
                return False
            await self.iopub_channel.get_msg(timeout=0.2)
        except Empty:
            return False
        self._handle_kernel_info_reply(reply)
        return True
