"""Run inside the outer wall: commands one after the other, and what each leaves behind.

Usage: python inside.py PLAN.json REPORT.json. A listener on the loopback address stands for the
network: a submission that reaches it has got out.
"""

import json
import os
import socket
import subprocess
import sys
import threading
import time

reached: list[str] = []


def listen(door: socket.socket) -> None:
    while True:
        visitor, _ = door.accept()
        reached.append("")
        visitor.close()


def processes() -> dict[int, str]:
    found = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                words = file.read(300).replace(b"\0", b" ").decode(errors="replace").strip()
        except OSError:
            continue
        if words:  # a process that has ended has none
            found[int(pid)] = words
    return found


def main() -> None:
    plan, report = sys.argv[1:]
    with open(plan, encoding="utf-8") as file:
        commands = json.load(file)
    door = socket.create_server(("127.0.0.1", 54321))
    threading.Thread(target=listen, args=[door], daemon=True).start()
    before, done = set(processes()), []
    for command in commands:
        start, seen = time.monotonic(), len(reached)
        with open(f"{report}.said", "w+b") as said:
            # a group and session of its own: what is killed with it is not this program
            code = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True
            ).returncode
            said.seek(0)
            text = said.read().decode("utf-8", "replace")
        seconds = time.monotonic() - start
        time.sleep(0.5)  # what is being killed may take a moment
        left = {pid: args for pid, args in processes().items() if pid not in before}
        for pid in left:
            try:
                os.kill(pid, 9)
            except OSError:
                continue
        one = {"code": code, "said": text, "seconds": seconds, "left": sorted(left.values())}
        done.append(one | {"reached": len(reached) - seen})
        with open(report, "w", encoding="utf-8") as file:
            json.dump(done, file)


if __name__ == "__main__":
    main()
