"""The one frozen Settings, from the environment (BELEIDSGRAAF_…) and the command line.

In: environment variables and the options of a command. Out: Settings whose units are in their
names. Built in cli.py only; nothing else reads the environment.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from ontology.errors import InputError

if TYPE_CHECKING:
    from graph.remote import Remote
    from ingest.model_endpoint import ModelSettings

PREFIX: Final = "BELEIDSGRAAF_"
CERTIFICATES: Final = ("SSL_CERT_FILE", "SSL_CERT_DIR")  # for the address of a language model
_MAX_PROBLEMS: Final = 5


class Settings(BaseSettings):
    """What can be set, with its default. Each field is described in docs/settings.md."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="forbid", env_ignore_empty=True
    )

    data: Annotated[Path, Field(description="folder of the store, its releases and own texts")] = (
        Path("data")
    )
    sources: Annotated[Path | None, Field(description="folder with the texts of the documents")] = (
        None
    )
    region: Annotated[
        str | None, Field(description="name of a region that is shipped, or a folder of one")
    ] = None
    language: Annotated[
        Literal["nl", "en"], Field(description="language of pages when a visitor names none")
    ] = "nl"
    host: Annotated[str, Field(min_length=1, description="address to listen on")] = "127.0.0.1"
    port: Annotated[
        int, Field(ge=0, le=65_535, description="port to listen on; 0 takes a free one")
    ] = 8000
    workers: Annotated[
        int, Field(ge=1, le=256, description="queries answered at the same time")
    ] = 4
    query_timeout_s: Annotated[
        float, Field(gt=0, le=86_400, description="longest time one query may take, in seconds")
    ] = 30.0
    queue_s: Annotated[
        float, Field(ge=0, le=3_600, description="longest wait for a free reader, in seconds")
    ] = 10.0
    max_result_bytes: Annotated[
        int, Field(ge=1_024, description="largest answer to one query, in bytes")
    ] = 512 * 1024 * 1024
    max_memory_mb: Annotated[
        int, Field(ge=64, description="memory one query may use beside the store, in MiB")
    ] = 2_048
    answer_cache_mb: Annotated[
        int, Field(ge=0, description="memory for answers that may be asked again, in MiB; 0: none")
    ] = 64
    slow_log_s: Annotated[
        float, Field(gt=0, description="queries that take longer are logged, in seconds")
    ] = 5.0
    max_body_bytes: Annotated[
        int, Field(ge=1_024, description="largest body of a request, in bytes")
    ] = 1024 * 1024
    max_upload_bytes: Annotated[
        int, Field(ge=1_024, description="largest update or graph that is sent, in bytes")
    ] = 64 * 1024 * 1024
    update_token: Annotated[
        SecretStr | None,
        Field(min_length=8, description="bearer token that may change any graph; never printed"),
    ] = None
    store: Annotated[
        str | None, Field(description="query endpoint of a SPARQL server that holds the graph")
    ] = None
    store_update: Annotated[
        str | None, Field(description="its update endpoint; 'update' beside the other when absent")
    ] = None
    store_user: Annotated[str | None, Field(description="user of that server")] = None
    store_password: Annotated[
        SecretStr | None, Field(description="password of that user; never printed")
    ] = None
    store_token: Annotated[
        SecretStr | None, Field(description="bearer token for that server; never printed")
    ] = None
    store_default_graph: Annotated[
        str | None, Field(description="graph that stands for the default graph (Virtuoso)")
    ] = None
    model_url: Annotated[
        str | None, Field(description="base address of a language model that may propose findings")
    ] = None
    model_name: Annotated[str | None, Field(description="name of that model")] = None
    model_key: Annotated[
        SecretStr | None, Field(description="key for that address; never printed")
    ] = None
    model_timeout_s: Annotated[
        float, Field(gt=0, le=600, description="longest time one request may take, in seconds")
    ] = 30.0
    model_confidence: Annotated[
        float, Field(ge=0, le=0.6, description="confidence of what the model proposes")
    ] = 0.4

    def remote_store(self) -> Remote | None:
        """The server that holds the graph; None when the data folder does.

        Raises:
            InputError: when its address cannot be used, or would carry a secret in the open.
        """
        if not self.store:
            return None
        from graph.remote import locate

        return locate(
            self.store,
            update_url=self.store_update or "",
            user=self.store_user or "",
            password=self.store_password.get_secret_value() if self.store_password else "",
            token=self.store_token.get_secret_value() if self.store_token else "",
            default_graph=self.store_default_graph or "",
        )

    def language_model(self) -> ModelSettings | None:
        """The language model to ask; None, and then nothing is asked, unless one is set.

        Raises:
            InputError: when only half of it is set, or it cannot be used.
        """
        if not self.model_url and not self.model_name:
            return None
        if not self.model_url or not self.model_name:
            raise InputError(f"set both {PREFIX}MODEL_URL and {PREFIX}MODEL_NAME, or neither")
        from ingest.model_endpoint import ModelSettings

        return ModelSettings(
            url=self.model_url,
            name=self.model_name,
            key=self.model_key.get_secret_value() if self.model_key else "",
            timeout_s=self.model_timeout_s,
            confidence=Decimal(str(self.model_confidence)),
        )


def build_settings(**given: object) -> Settings:
    """Settings from the environment; options that are not None win.

    Raises:
        InputError: one line that names the setting, its value and what is allowed.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]  # pydantic checks each value
    except ValidationError as error:
        raise InputError(_describe(error, given)) from None


def model_environment(ours: Mapping[str, str] = os.environ) -> dict[str, str]:
    """What a process that reads documents needs of our environment to ask the language model.

    The settings of the model, and where certificates are; no token that may write, no password.
    """
    model = {PREFIX + name.upper() for name in Settings.model_fields if name.startswith("model_")}
    return {
        name: value for name, value in ours.items() if name.upper() in model or name in CERTIFICATES
    }


def find_unknown_variables(environment: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """Variables that carry our prefix and yet set nothing, sorted: most likely typing errors."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    return tuple(
        sorted(n for n in environment if n.upper().startswith(PREFIX) and n.upper() not in known)
    )


def _describe(error: ValidationError, given: Mapping[str, object]) -> str:
    problems = error.errors()[:_MAX_PROBLEMS]
    return "; ".join(_describe_one(problem, given) for problem in problems)


def _describe_one(problem: ErrorDetails, given: Mapping[str, object]) -> str:
    name = str(problem["loc"][0]) if problem["loc"] else "setting"
    if problem["type"] == "extra_forbidden":
        return f"unknown setting '{name}'; see docs/settings.md"
    source = f"--{name.replace('_', '-')}" if given.get(name) is not None else PREFIX + name.upper()
    return f"{source} is '{problem['input']}': {problem['msg'].lower()}"
