"""Settings of the doors: environment variables that begin with IMRKIT_, read here and nowhere else."""

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

from pipeline.models.letter import Limits


class Settings(BaseSettings):
    """Each can be set as IMRKIT_NAME in the environment; units stand in the names."""

    model_config = SettingsConfigDict(env_prefix="IMRKIT_", extra="ignore")

    ledger: str | None = None  # SQLAlchemy URL; default: imrkit.db in the output folder
    templates: Path | None = None  # a folder made by `imrkit templates eject`
    law: Path | None = None  # another folder of law files
    data: Path = Path.home() / ".local" / "share" / "imrkit"  # Prefect's server and logs
    workers: int | None = None  # default: the cores of this machine
    max_bytes: int = Limits().max_bytes
    max_pages: int = Limits().max_pages
    max_pixels_per_page: int = Limits().max_pixels_per_page
    seconds_per_page: float = Limits().seconds_per_page
    seconds_per_letter: float = Limits().seconds_per_letter
    memory_mb_per_letter: int = Limits().memory_mb_per_letter

    def limits(self) -> Limits:
        """The reading limits."""
        return Limits(
            max_bytes=self.max_bytes,
            max_pages=self.max_pages,
            max_pixels_per_page=self.max_pixels_per_page,
            seconds_per_page=self.seconds_per_page,
            seconds_per_letter=self.seconds_per_letter,
            memory_mb_per_letter=self.memory_mb_per_letter,
        )
