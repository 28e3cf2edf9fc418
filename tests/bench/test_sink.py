"""The sink by which mails are counted counts right."""

import smtplib
from pathlib import Path

from bench.sink import counts, sink


def mail(number: int) -> bytes:
    return b"Subject: A\r\nMessage-Id: <%d@x>\r\n\r\n.\r\nMessage-ID: <no@x>\r\n.." % number


def test_the_sink_counts_mails_and_knows_repeats(tmp_path: Path):
    kept = tmp_path / "ids"

    with sink(record=kept) as port, smtplib.SMTP("127.0.0.1", port) as client:
        for number in (1, 2, 2):
            client.sendmail("a@example.org", ["b@example.org"], mail(number))
        told = counts(port)

    assert told == {"accepted": 3, "unique": 2, "repeated": 1}
    assert kept.read_text().split() == ["<1@x>", "<2@x>", "<2@x>"]


def test_the_sink_takes_several_commands_at_once_and_a_mail_without_a_line():
    with sink() as port, smtplib.SMTP("127.0.0.1", port) as client:
        client.ehlo()
        client.send("MAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.org>\r\nDATA\r\n")
        answers = [client.getreply()[0] for _ in range(3)]
        empty = client.docmd(".")[0]
        client.sendmail("a@example.org", ["b@example.org"], mail(1))
        told = counts(port)

    assert client.has_extn("pipelining")
    assert (answers, empty) == ([250, 250, 354], 250)
    assert told["accepted"] == 2
