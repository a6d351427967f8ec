"""The SQL driver: any PostgreSQL from version 13, given by URL."""

from apps.connectors.drivers.sql.driver import SqlDriver
from apps.connectors.drivers.sql.proof import marker_sql

__all__ = ["SqlDriver", "marker_sql"]
