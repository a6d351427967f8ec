"""LangGraph with its PostgreSQL checkpoints: graphs of four nodes, kept before going on, four threads; prints steps a
second. Run with the database's address.
"""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TypedDict
from uuid import uuid4

from langgraph.checkpoint.postgres import PostgresSaver
from langgraph.graph import END, START, StateGraph
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool

RUNS, THREADS = 100, 4
NODES = ("propose", "decide", "prepare", "execute")


class State(TypedDict, total=False):
    number: int


def node(state: State) -> State:
    return {"number": state.get("number", 0) + 1}


def main() -> None:
    settings = {"autocommit": True, "prepare_threshold": 0, "row_factory": dict_row}
    with ConnectionPool(sys.argv[1], min_size=THREADS, max_size=THREADS, kwargs=settings) as pool:
        kept = PostgresSaver(pool)
        kept.setup()
        graph = StateGraph(State)
        for name in NODES:
            graph.add_node(name, node)
        for one, following in zip((START, *NODES), (*NODES, END), strict=True):
            graph.add_edge(one, following)
        made = graph.compile(checkpointer=kept)

        def run(_number: int) -> None:
            made.invoke({"number": 0}, {"configurable": {"thread_id": str(uuid4())}}, durability="sync")

        run(0)
        began = time.perf_counter()
        with ThreadPoolExecutor(THREADS) as crew:
            list(crew.map(run, range(RUNS)))
        sys.stdout.write(f"{RUNS * len(NODES) / (time.perf_counter() - began)}\n")


if __name__ == "__main__":
    main()
