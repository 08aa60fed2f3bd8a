"""`check`, `draw` and `extract`: for those who write flows and translations."""

from __future__ import annotations

from pathlib import Path

from engagebot.app import load_flows
from engagebot.config import Settings, shipped
from engagebot.flowfile.draw import draw
from engagebot.flowfile.extract import catalog_problems, update
from engagebot.flowfile.load import FlowFileError, load_folders


def check_all(settings: Settings, folder: Path | None) -> list[str]:
    """All problems of the shipped flows with `folder` (or the one in the settings) laid over them; []: sound."""
    if folder is not None:
        settings = settings.model_copy(update={"flows": folder})
    if settings.flows is not None and not settings.flows.is_dir():
        return [f"{settings.flows}: there is no such folder; name the folder of your flows"]
    try:
        load_flows(settings)
    except FlowFileError as error:
        return error.problems
    return catalog_problems(load_folders(shipped("flows")), shipped("locales"))


def drawing(settings: Settings, name: str) -> str:
    """Raises FlowFileError when there is no such flow."""
    flows = load_flows(settings)
    if name not in flows:
        raise FlowFileError([f"there is no flow {name!r}; there are {', '.join(sorted(flows))}"])
    return draw(flows[name]).rstrip()


def update_catalogs(folder: Path | None) -> str:
    """Of the shipped flows, or of an association's `folder` (its catalogs in `folder`/locales)."""
    if folder is None:
        return update(load_folders(shipped("flows")), shipped("locales"))
    (folder / "locales").mkdir(exist_ok=True)
    return update(load_folders(folder), folder / "locales")
