"""The worker's entry point, and how messages travel on each kind of broker.

The row in the database is the truth and a message only a doorbell: no results are kept, nothing is sent late,
and what a dead worker held is found again by its lease.
"""

import os
from typing import Any

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

QUEUE = "work"
DAY_S = 86_400
TALLIES_S = 15.0
LADDER_S = 300.0
HARD_LIMIT_S = 120  # a task is ended after this long; its message must stay hidden for longer


def transport(url: str) -> dict[str, Any]:
    """Broker address and settings by kind: pgmq (a PostgreSQL address), RabbitMQ, Redis or Valkey, memory in tests."""
    kind = url.partition(":")[0]
    hidden = HARD_LIMIT_S + 60
    if kind in {"postgresql", "pgmq"}:
        options: dict[str, Any] = {
            "conn_string": url.replace("pgmq://", "postgresql://", 1),
            "init_extension": False,
            "use_notify": True,
            "notify_throttle_interval_ms": 0,
            "wait_time_seconds": 0,
            "polling_interval": 0.1,
            "visibility_timeout": hidden,
            "pool_size": 2,
        }
        return {"broker_url": "pgmq://", "broker_transport_options": options}
    if kind.startswith("amqp"):
        return {
            "broker_url": url,
            "broker_transport_options": {"confirm_publish": True},
            "task_default_queue_type": "quorum",
            "worker_detect_quorum_queues": True,
        }
    if kind.startswith("redis"):
        # kombu looks for abandoned messages rarely by default: 100 s after a worker died instead of 10 s
        options = {"unacked_restore_interval": 2, "unacked_restore_throttle": 1, "socket_timeout": 30}
        return {
            "broker_url": url,
            "broker_transport_options": {**options, "visibility_timeout": hidden, "socket_keepalive": True},
        }
    return {"broker_url": url}


app = Celery("countersign")
app.conf.update(
    **transport(settings.BROKER_URL),
    broker_connection_retry_on_startup=True,
    task_serializer="json",
    accept_content=["json"],
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    task_default_queue=QUEUE,
    task_time_limit=HARD_LIMIT_S,
    worker_prefetch_multiplier=1,
    worker_enable_remote_control=False,
    worker_hijack_root_logger=False,
    worker_send_task_events=False,
    beat_schedule={
        "partitions": {"task": "console.partitions", "schedule": DAY_S},
        "usage": {"task": "billing.roll_up", "schedule": 60},
        "ladder": {"task": "actions.ladder", "schedule": LADDER_S, "options": {"expires": LADDER_S}},
        "tallies": {"task": "console.tallies", "schedule": TALLIES_S, "options": {"expires": TALLIES_S}},
    },
)
app.autodiscover_tasks()
app.autodiscover_tasks(["config"], related_name="doorbell")
