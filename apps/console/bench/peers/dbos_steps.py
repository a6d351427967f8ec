"""DBOS: workflows of four steps that do nothing, eight threads; prints steps a second. Run with the database's
address.
"""

import sys
import time
from concurrent.futures import ThreadPoolExecutor

from dbos import DBOS

WORKFLOWS, STEPS, THREADS = 200, 4, 8
ADDRESS = sys.argv[1].replace("postgresql://", "postgresql+psycopg://")

DBOS(config={"name": "bench", "system_database_url": ADDRESS, "log_level": "ERROR", "run_admin_server": False})


@DBOS.step()
def step(number: int) -> dict[str, int]:
    return {"number": number}


@DBOS.workflow()
def workflow(_number: int) -> list[dict[str, int]]:
    return [step(number) for number in range(STEPS)]


def main() -> None:
    DBOS.launch()
    workflow(0)
    began = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as crew:
        list(crew.map(workflow, range(WORKFLOWS)))
    sys.stdout.write(f"{WORKFLOWS * STEPS / (time.perf_counter() - began)}\n")
    DBOS.destroy()


if __name__ == "__main__":
    main()
