import subprocess
import sys


def test_the_engine_and_the_language_need_no_django() -> None:
    code = "import sys, apps.policies.engine, apps.policies.language; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
