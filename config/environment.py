"""What the environment says, typed. Whatever is unset is embedded: a server, a queue and keys under `.data/`."""

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[1]


class Environment(BaseSettings):
    """One field is one variable, in capitals: `DATABASE_URL`, `COUNTERSIGN_DATA_DIR`, …"""

    model_config = SettingsConfigDict(extra="ignore")

    database_url: str = ""  # the app's login, neither owner nor superuser
    owner_database_url: str = ""  # the same database through the login that owns it: migrations
    reserve_database_url: str = ""  # a login for which the server keeps connections back: `manage.py pause` alone
    broker_url: str = ""  # amqp://, redis:// or pgmq://

    countersign_data_dir: Path = ROOT / ".data"
    countersign_secret_key: str = ""
    countersign_kek: str = (
        ""  # one or more Fernet keys, separated by commas, newest first: they seal connection secrets
    )
    countersign_log_key: str = ""  # one or more Ed25519 seeds in base64, by commas, newest first: they sign checkpoints
    countersign_checkpoint_dir: Path | None = None  # where they are appended to files; None: in the data folder
    countersign_checkpoint_mail: str = ""  # who gets them by mail, by commas, and over which server: smtp://, smtps://
    countersign_checkpoint_smtp: str = ""
    countersign_checkpoint_mail_every_s: float = 3600
    countersign_smtp: str = ""  # the server that mails one-time codes to members: smtp://, smtps://
    countersign_mail_from: str = "countersign@localhost"
    countersign_url: str = ""  # where people find these pages, for links in mail: https://countersign.example
    countersign_hosts: str = "127.0.0.1,localhost,[::1]"
    countersign_https: bool = False  # behind TLS: cookies are marked secure, HSTS is sent
    countersign_debug: bool = False
    countersign_model: str = "demo"  # openai:NAME, openai:NAME@ADDRESS or anthropic:NAME
    countersign_openai_key: str = ""
    countersign_anthropic_key: str = ""
    countersign_log_level: str = "INFO"
    countersign_static_dir: str = ""  # where collectstatic puts the files for a server of their own

    countersign_lease_s: float = 20
    countersign_call_timeout_s: float = 8
    countersign_grace_s: float = 5
    countersign_calls_at_once: int = 40  # of the whole installation, 20 a worker; one connection has a quarter at most
    countersign_resume_per_s: float = 20  # how many actions a second go on after a pause
    countersign_allowed_places: str = ""  # private networks and places that SQL connections may reach, by commas
    countersign_hold_s: float = 60
    countersign_sandbox_hold_s: float = 2
    countersign_database_pool: int = 8  # connections kept per process; 0 opens one per request

    @property
    def data(self) -> Path:
        return self.countersign_data_dir.absolute()

    @property
    def embedded(self) -> bool:
        return not self.database_url
