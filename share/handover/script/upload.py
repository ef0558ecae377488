
import argparse
import base64
import hashlib
import http.client
import os
import random
import socket
import stat
import sys
import time
import urllib.error
import urllib.request
import xml.etree.ElementTree as XML

TRIES = 8
BLOCK = 1 << 20  # bytes read and sent at a time, which is all that is kept in memory
WAIT = float(os.environ.get('SIGNET_WAIT', '1'))  # seconds before the second try


class Stop(Exception):
    """Why it does not go on, for a person."""


class Refused(Exception):
    """An answer of the server that is no success."""

    def __init__(self, status, code, message):
        super().__init__(' '.join(x for x in (str(status), code, message) if x))
        self.status, self.code, self.message = status, code, message


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def patient(connection):
    """A connection that looks for an answer where the server did not read all of the body."""
    class Patient(connection):
        def request(self, *args, **more):
            try:
                super().request(*args, **more)
            except OSError as e:
                if self.sock is None or isinstance(e, socket.timeout):
                    raise
    return Patient


class Plain(urllib.request.HTTPHandler):
    def http_open(self, req):
        return self.do_open(patient(http.client.HTTPConnection), req)


class Secure(getattr(urllib.request, 'HTTPSHandler', urllib.request.BaseHandler)):
    def https_open(self, req):
        return self.do_open(patient(http.client.HTTPSConnection), req)


OPENER = urllib.request.build_opener(NoRedirect, Plain, Secure)


def say(text):
    print(''.join(c if c.isprintable() else '?' for c in text), file=sys.stderr, flush=True)


def amount(n):
    for unit in ('bytes', 'kB', 'MB', 'GB'):
        if n < 1000:
            return '%.3g %s' % (n, unit)
        n /= 1000
    return '%.4g TB' % n


def new_md5():
    try:
        return hashlib.md5(usedforsecurity=False)
    except TypeError:  # before Python 3.9
        return hashlib.md5()


class Section:
    """A section of the file as the body of a request."""

    def __init__(self, file, offset, length, told=lambda n: None):
        self.file, self.offset, self.left, self.told = file, offset, length, told

    def read(self, n=-1):
        n = self.left if n is None or n < 0 else min(n, self.left)
        n = min(n, BLOCK)
        if n == 0:
            return b''
        try:
            self.file.seek(self.offset)
            data = self.file.read(n)
        except OSError as e:
            raise Stop('the file cannot be read: %s' % e)
        if not data:
            raise Stop('the file has become shorter while it was read')
        self.offset += len(data)
        self.left -= len(data)
        self.told(len(data))
        return data


def digest(file, offset, length):
    section, sum_ = Section(file, offset, length), new_md5()
    while section.left:
        sum_.update(section.read(BLOCK))
    return sum_


def bare(etag):
    return (etag or '').strip().strip('"')


def parse(body):
    try:
        root = XML.fromstring(body)
    except XML.ParseError:
        return None
    for element in root.iter():
        element.tag = element.tag.rpartition('}')[2]
    return root


def error_in(status, body):
    root = parse(body)
    if root is None or root.tag != 'Error':
        return Refused(status, '', '')
    return Refused(status, root.findtext('Code') or '', root.findtext('Message') or '')


BUSY = (408, 429, 500, 502, 503, 504)
BUSY_CODES = ('RequestTimeout', 'SlowDown', 'InternalError', 'ServiceUnavailable', 'BadDigest')


def once(method, url, data, headers):
    request = urllib.request.Request(url, data=data, method=method, headers=headers)
    try:
        with OPENER.open(request, timeout=300) as answer:
            status, headers, body = answer.status, answer.headers, answer.read(16 << 20)
    except urllib.error.HTTPError as e:
        with e:
            try:
                said = e.read(64 << 10)
            except (OSError, http.client.HTTPException):
                said = b''
        raise error_in(e.code, said)
    root = parse(body) if body else None
    if root is not None and root.tag == 'Error':  # S3 completes with 200 and an error in the body
        raise error_in(status, body)
    return headers, root


def ask(method, url, make=lambda: None, headers=None):
    """Sends a request, again where that may help. Also says whether an answer was lost."""
    lost = False
    for n in range(TRIES):
        if n:
            pause = min(WAIT * 2 ** (n - 1), 60) * (0.5 + random.random())
            say('%s; trying again in %.0f s' % (why, pause))
            time.sleep(pause)
        try:
            return once(method, url, make(), headers or {}) + (lost,)
        except Refused as e:
            if e.status not in BUSY and e.code not in BUSY_CODES:
                e.lost = lost
                raise
            why, lost = str(e), lost or e.status >= 500
        except (OSError, http.client.HTTPException) as e:
            why, lost = 'no answer: %s' % (getattr(e, 'reason', None) or e or type(e).__name__), True
            if method == 'PUT':
                over()
    raise Stop('%s; given up after %d tries. Run the script again to go on where it stopped.' % (why, TRIES))


def over():
    """Stops where the server, which broke off, tells when asked that the upload is over."""
    try:
        once('GET', LISTS[0], None, {})
    except Refused as e:
        gone(e)
        if e.status == 404 or e.status == 403 and e.code and (e.code != 'AccessDenied' or 'expired' in e.message):
            raise Stop('the links are of no use any more: %s' % e)
    except (OSError, http.client.HTTPException):
        pass


def link(n):
    return HEAD + str(n) + MIDDLE + SIGNATURES[n - 1]


COUNT = len(SIGNATURES)


def bounds(n):
    offset = (n - 1) * PART
    return offset, min(PART, SIZE - offset)


def listed():
    """The parts that the server has: {number: (etag, size)}; None: it does not say."""
    there = {}
    for url in LISTS:
        try:
            _, root, _ = ask('GET', url)
        except Refused as e:
            gone(e)
            say('which parts are there is not told (%s); the file beside yours is used instead' % e)
            return None
        for part in root.iter('Part') if root is not None else ():
            there[int(part.findtext('PartNumber'))] = (bare(part.findtext('ETag')), int(part.findtext('Size') or -1))
    return there


def gone(e):
    if e.code == 'NoSuchUpload':
        raise Stop('the server knows no such upload any more: it was completed or aborted, or the address leads elsewhere')
    if e.status == 403 and time.time() >= ENDS:
        raise Stop('the links ended at %s (%s): ask for new ones' % (UNTIL, e))


class Notes:
    """What was sent, in a file beside the one that is uploaded. It holds no secret."""

    def __init__(self, path):
        self.path, self.parts = path + '.' + UPLOAD + '.parts', {}
        try:
            with open(self.path) as file:
                for line in file:
                    words = line.split()
                    if len(words) == 3 and words[0].isdigit():
                        self.parts[int(words[0])] = (words[1], words[2])
        except (OSError, UnicodeDecodeError):
            pass

    def add(self, n, etag, sum_):
        self.parts[n] = (etag, sum_)
        try:
            with os.fdopen(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), 'a') as file:
                file.write('%d %s %s\n' % (n, etag, sum_))
        except OSError:
            pass  # the server's own list is enough where it tells it

    def forget(self):
        try:
            os.remove(self.path)
        except OSError:
            pass


class Meter:
    def __init__(self):
        self.done, self.sent, self.since, self.shown = 0, 0, time.time(), 0
        self.tty = sys.stderr.isatty()

    def sending(self, n):
        def told(count):
            self.sent += count
            if self.tty and time.time() - self.shown > 0.2:
                self.shown = time.time()
                self.draw(n)
        return told

    def draw(self, n):
        rate = self.sent / max(time.time() - self.since, 0.001)
        print('\r\033[Kpart %d of %d, %s of %s, %s/s' % (n, COUNT, amount(self.done), amount(SIZE), amount(rate)), end='', file=sys.stderr, flush=True)

    def part(self, n, length, what):
        self.done += length
        if self.tty:
            self.draw(n)
        else:
            say('part %d of %d %s, %s of %s' % (n, COUNT, what, amount(self.done), amount(SIZE)))

    def end(self):
        if self.tty:
            print('\r\033[K', end='', file=sys.stderr, flush=True)


def unchanged(file, before):
    now = os.fstat(file.fileno())
    if (now.st_size, now.st_mtime_ns) != before:
        raise Stop('the file has changed while it was uploaded; run the script again when it is as it should be: what changed is sent again')


def send(file, n, sum_, meter):
    offset, length = bounds(n)
    headers = {
        'Content-Length': str(length), 'Content-Type': 'application/octet-stream',
        'Content-MD5': base64.b64encode(sum_.digest()).decode(),
    }
    try:
        answer, _, _ = ask('PUT', link(n), lambda: Section(file, offset, length, meter.sending(n)), headers)
    except Refused as e:
        gone(e)
        raise Stop('part %d was refused: %s' % (n, e))
    etag = bare(answer.get('ETag'))
    if not etag or etag.split() != [etag]:
        raise Stop('part %d: the server gave no ETag' % n)
    return etag


def upload(file, path):
    before = os.fstat(file.fileno())
    before = (before.st_size, before.st_mtime_ns)
    there, notes, meter, etags = listed(), Notes(path), Meter(), {}
    for n in range(1, COUNT + 1):
        offset, length = bounds(n)
        sum_ = digest(file, offset, length)
        hexed = sum_.hexdigest()
        noted = notes.parts.get(n)
        etag, size = (there or {}).get(n, (None, None))
        if there is None and noted:
            etag, size = noted[0], length
        if size == length and (etag == hexed or noted == (etag, hexed)):
            etags[n] = etag
            meter.part(n, length, 'is there already')
            continue
        if etag is not None:
            meter.end()
            say('part %d is there with other content than your file has now: it is sent again' % n)
        etags[n] = send(file, n, sum_, meter)
        notes.add(n, etags[n], hexed)
        meter.part(n, length, 'sent')
        unchanged(file, before)
    meter.end()
    unchanged(file, before)
    complete(etags, there is not None)
    notes.forget()


def complete(etags, asked):
    if asked:
        there = listed() or {}
        bad = [n for n in etags if there.get(n) != (etags[n], bounds(n)[1])]
        if bad:
            raise Stop('part %d is not there as it was sent: does somebody else upload with the same script? Run it again' % bad[0])
    root = XML.Element('CompleteMultipartUpload')
    for n in sorted(etags):
        part = XML.SubElement(root, 'Part')
        XML.SubElement(part, 'PartNumber').text = str(n)
        XML.SubElement(part, 'ETag').text = '"%s"' % etags[n]
    body = XML.tostring(root)
    say('all parts are there; completing, which may take minutes')
    try:
        ask('POST', COMPLETE, lambda: body, {'Content-Type': 'application/xml'})
    except Refused as e:
        if e.code == 'NoSuchUpload' and e.lost:
            raise Stop('an answer was lost, and the server knows no such upload any more: most likely it is complete. Ask whoever sent you this script')
        gone(e)
        raise Stop('completing was refused: %s' % e)


def run(args):
    if args.abort:
        ask('DELETE', ABORT)
        say('aborted: the parts that were sent are dropped, and these links are of no use any more')
        return
    if args.status:
        there = listed()
        if there is not None:
            say('%d of %d parts are there, %s of %s' % (len(there), COUNT, amount(sum(s for _, s in there.values())), amount(SIZE)))
        return
    if time.time() >= ENDS:
        say('by the clock of this computer the links ended at %s; trying all the same' % UNTIL)
    try:
        file = open(args.file, 'rb')
    except OSError as e:
        raise Stop('the file cannot be opened: %s' % e)
    with file:
        info = os.fstat(file.fileno())
        if not stat.S_ISREG(info.st_mode):
            raise Stop('%s is no file' % args.file)
        if info.st_size != SIZE:
            raise Stop('the file has %d bytes, and these links are for %d: it is another file, or not whole. Nothing was sent' % (info.st_size, SIZE))
        upload(file, args.file)
    say('uploaded: %s, %s' % (KEY, amount(SIZE)))


def main():
    parser = argparse.ArgumentParser(description='Uploads a file in parts to %s, until %s. Run it again to go on after an interruption.' % (KEY.replace('%', '%%'), UNTIL))
    parser.add_argument('file', nargs='?', default=NAME, help='the file to upload (default: %(default)r)')
    parser.add_argument('--status', action='store_true', help='say which parts are there, and send none')
    parser.add_argument('--abort', action='store_true', help='drop what was sent')
    try:
        run(parser.parse_args())
    except (Stop, Refused) as e:
        sys.stderr.write('\n' if sys.stderr.isatty() else '')
        say(str(e))
        return 1
    except KeyboardInterrupt:
        say('stopped; run the script again to go on')
        return 130
    return 0


if __name__ == '__main__':
    sys.exit(main())
