"""Bytes of another encoding are typed as something odd; the window stays."""

import os
from threading import Event
from types import SimpleNamespace

import pytest

linux_driver = pytest.importorskip("textual.drivers.linux_driver", exc_type=ImportError)

from textual.drivers.headless_driver import HeadlessDriver  # noqa: E402

from tests.tui.made_window import TODAY  # noqa: E402
from tui.app import MediationApp  # noqa: E402
from tui.posix_terminal import bearing  # noqa: E402


def read_by(driver_class, *sent):
    """The keys that a driver makes of these bytes, read to the letter q; what it failed of, if it did.

    What comes after the first of them is sent when that has been read.
    """
    reading, writing = os.pipe()
    pieces = list(sent)
    os.write(writing, pieces.pop(0))
    keys, failed = [], []
    driver = driver_class.__new__(driver_class)
    driver.fileno, driver.exit_event, driver._debug = reading, Event(), False
    driver._app = SimpleNamespace(
        _handle_exception=failed.append,
        call_later=lambda tell, error: (tell(error), driver.exit_event.set()),
    )

    def take(message):
        keys.append(message.character)
        if pieces:
            os.write(writing, pieces.pop(0))
        if message.character == "q":
            driver.exit_event.set()
        if message.character == "!":
            raise ZeroDivisionError

    driver.process_message = take
    try:
        driver._run_input_thread()
    finally:
        os.close(writing)
        os.close(reading)
    return keys, failed


def test_chinese_in_gbk_and_a_stray_byte_are_read_on():
    keys, failed = read_by(bearing(linux_driver.LinuxDriver), "李四".encode("gbk") + b"\x9b1q")
    assert failed == []
    assert "\ufffd" in keys
    assert keys[-1] == "q"


@pytest.mark.parametrize("sent", ["\x1b[1114112~", "\x1b[999999999999999999999u", "\x1b[:~"])
def test_a_key_of_an_impossible_number_is_passed_over(sent):
    keys, failed = read_by(bearing(linux_driver.LinuxDriver), f"a{sent}".encode(), b"bq")
    assert failed == []
    assert keys == ["a", "b", "q"]


def test_chinese_in_utf_8_is_read_whole():
    keys, _failed = read_by(bearing(linux_driver.LinuxDriver), "李四q".encode())
    assert keys == ["李", "四", "q"]


def test_a_failure_of_the_reading_thread_is_a_failure_of_the_window():
    after_one = b"\x1b[:~"
    keys, (error,) = read_by(bearing(linux_driver.LinuxDriver), b"a" + after_one, b"!")
    assert keys == ["a", "!"]
    assert isinstance(error, ZeroDivisionError)


def test_the_window_reads_so_and_other_drivers_stay_as_they_are():
    app = MediationApp(lambda: None, today=lambda: TODAY)
    assert issubclass(app.driver_class, linux_driver.LinuxDriver)
    assert app.driver_class is not linux_driver.LinuxDriver
    assert bearing(HeadlessDriver) is HeadlessDriver
