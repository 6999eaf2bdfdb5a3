"""What benchmarks share: where the programs are, building them, timing them fairly."""
import os
import shutil
import statistics
import subprocess
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
GOCODE = '/usr/share/gocode'  # Debian's place for Go libraries


def user_seconds(argv, env=None):
    """User CPU seconds of one run with all its threads, and its standard output."""
    with tempfile.TemporaryFile('w+') as out:
        child = subprocess.Popen(argv, env=dict(os.environ, **(env or {})), stdout=out)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            raise subprocess.CalledProcessError(child.returncode, argv)
        out.seek(0)
        return usage.ru_utime, out.read()


class Bench:
    """A scratch folder and the tools at hand. Use as a context manager."""

    def __init__(self, build):
        self.build = build
        self.spanscape = os.path.join(build, 'app', 'spanscape')
        self.root = os.path.dirname(os.path.dirname(HERE))
        self.programs = os.path.join(HERE, 'programs')
        self.go = self._find_go()

    def __enter__(self):
        self.work = tempfile.mkdtemp(prefix='spanscape-bench-')
        return self

    def __exit__(self, *unused):
        shutil.rmtree(self.work, ignore_errors=True)

    @staticmethod
    def _find_go():
        for path in (os.environ.get('GO'), shutil.which('go'), '/usr/lib/go-1.22/bin/go'):
            if path and os.access(path, os.X_OK):
                return path
        return None

    def build_go(self, source, flags=(), gopath=''):
        """The compiled program, or None where there is no Go."""
        if not self.go:
            return None
        exe = os.path.join(self.work, os.path.basename(source)[:-3] + '_go')
        env = dict(os.environ, GO111MODULE='off', GOTOOLCHAIN='local', GOFLAGS='', CGO_ENABLED='0', GOPATH=gopath)
        subprocess.run([self.go, 'build', *flags, '-o', exe, source], env=env, check=True)
        return exe

    def build_yaegi(self):
        """The yaegi interpreter from Debian's golang-github-traefik-yaegi-dev: (program, None) or (None, why not)."""
        if not self.go:
            return None, 'there is no Go'
        if not os.path.isdir(os.path.join(GOCODE, 'src', 'github.com', 'traefik', 'yaegi')):
            return None, 'golang-github-traefik-yaegi-dev is not installed'
        try:
            return self.build_go(os.path.join(self.programs, 'yaegi.go'), gopath=GOCODE), None
        except subprocess.CalledProcessError:
            return None, 'it does not build with this Go'

    def build_c(self, source, name, flags=(), libs=()):
        """The compiled program, or None where a library is missing."""
        exe = os.path.join(self.work, name)
        done = subprocess.run(['cc', '-O2', *flags, '-o', exe, source, *libs], capture_output=True)
        return exe if done.returncode == 0 else None

    def wall(self, argv, env=None):
        """Wall seconds of one run."""
        start = time.perf_counter()
        subprocess.run(argv, env=dict(os.environ, **(env or {})), stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, check=True)
        return time.perf_counter() - start

    def run(self, argv, env=None):
        """The finished process, with what it wrote to stdout and stderr."""
        done = subprocess.run(argv, env=dict(os.environ, **(env or {})), capture_output=True, text=True)
        if done.returncode:
            raise SystemExit('%s: status %d\n%s' % (' '.join(argv), done.returncode, done.stderr))
        return done

    def output(self, argv, env=None):
        return self.run(argv, env).stdout

    def rounds(self, variants, measure, runs=5):
        """{name: median} of measure(variant) over interleaved rounds, so that drift falls on all alike. BENCH_RUNS: how
        many."""
        seen = {name: [] for name in variants}
        for _ in range(int(os.environ.get('BENCH_RUNS', runs))):
            for name, variant in variants.items():
                seen[name].append(measure(variant))
        return {name: statistics.median(values) for name, values in seen.items()}
