"""A door between a client and a broker: bytes pass, are held back, or find it shut.

Kafka tells its clients the door's port (`Listener(is_door=True)` of tests/broker/broker.py). What
was held back passes when the door opens again, as after a cut of the network that no side noticed.
"""

import contextlib
import socket
import threading

HOST = "127.0.0.1"
BYTES_AT_ONCE = 1 << 16


class Door:
    def __init__(self, port: int, behind: int):
        self.behind = behind
        self.requests, self.answers = threading.Event(), threading.Event()
        self.is_shut = False
        self.sockets: list[socket.socket] = []
        self.open()
        self.listening = socket.create_server((HOST, port))
        threading.Thread(target=self.let_in, daemon=True).start()

    def open(self) -> None:
        self.is_shut = False
        self.requests.set()
        self.answers.set()

    def hold_all(self) -> None:
        """Nothing passes, and nobody is told."""
        self.requests.clear()
        self.answers.clear()

    def hold_answers(self) -> None:
        """The broker does what it is asked, and nobody hears of it."""
        self.answers.clear()

    def shut(self) -> None:
        """Connections break, and no new ones come about."""
        self.is_shut = True
        for one in self.sockets:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        self.sockets.clear()

    def let_in(self) -> None:
        while True:
            client, _ = self.listening.accept()
            try:
                if self.is_shut:
                    raise ConnectionRefusedError
                broker = socket.create_connection((HOST, self.behind))
            except OSError:
                client.close()
                continue
            for one in (client, broker):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.sockets += [client, broker]
            for source, sink, gate in ((client, broker, self.requests),
                                       (broker, client, self.answers)):
                threading.Thread(target=self.pass_on, args=(source, sink, gate),
                                 daemon=True).start()

    @staticmethod
    def pass_on(source: socket.socket, sink: socket.socket, gate: threading.Event) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(BYTES_AT_ONCE):
                gate.wait()
                sink.sendall(data)
        for one in (source, sink):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
