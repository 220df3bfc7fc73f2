"""Form media (CSV, GeoJSON, XML lists) reach JavaRosa while it parses, without a folder of their own on the machine."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from .jvm import JAVA_LOCK, java, start_java

Media = Mapping[str, bytes | Path]
"""Files beside a form by the name the form gives them (``places.csv``): their bytes, or where they lie."""

PARSERS = {
    ".csv": "org.javarosa.core.model.instance.CsvExternalInstance",
    ".geojson": "org.javarosa.core.model.instance.geojson.GeoJsonExternalInstance",
}

_at_hand: dict[str, Path] = {}


@contextmanager
def media_at_hand(media: Media) -> Iterator[None]:
    """Inside, a form that asks for ``jr://file-csv/places.csv`` gets these files; other threads wait.

    Files are read whole while the form is parsed (Collect reads them lazily, from a folder that stays).
    """
    start_java()
    with JAVA_LOCK, TemporaryDirectory(prefix="retour-media-", ignore_cleanup_errors=True) as folder:
        _listen()
        try:
            _at_hand.update(_laid_out(media, Path(folder)))
            yield
        finally:
            _at_hand.clear()


def _laid_out(media: Media, folder: Path) -> Iterator[tuple[str, Path]]:
    """Under numbers: a name with accents does not survive every machine's file encoding in Java."""
    for number, (name, content) in enumerate(media.items()):
        if isinstance(content, Path):
            content = content.read_bytes()
        path = folder / f"{number}{Path(name).suffix.lower()}"
        path.write_bytes(content)
        yield name, path


def file_asked_for(source: str) -> str:
    """``jr://file-csv/places.csv`` asks for ``places.csv``."""
    return source.rpartition("/")[2]


@cache
def _listen() -> tuple[Any, Any]:
    """JavaRosa's parser of external lists asks us first, once for the process."""
    import jpype

    def is_supported(_instance_id: Any, source: Any) -> bool:
        return file_asked_for(str(source)) in _at_hand

    def get(instance_id: Any, source: Any, _partial: bool = False) -> Any:
        path = _at_hand[file_asked_for(str(source))]
        if path.suffix in PARSERS:
            return java(PARSERS[path.suffix])().parse(instance_id, str(path))
        return java("org.javarosa.core.model.instance.XmlExternalInstance").parse(instance_id, str(path))

    provider = jpype.JProxy(
        "org.javarosa.xform.parse.ExternalInstanceParser$InstanceProvider",
        dict={"isSupported": is_supported, "get": get},
    )
    parser = java("org.javarosa.xform.parse.ExternalInstanceParser")()
    parser.addInstanceProvider(provider)
    factory = jpype.JProxy(
        "org.javarosa.xform.parse.ExternalInstanceParserFactory", dict={"getExternalInstanceParser": lambda: parser}
    )
    java("org.javarosa.xform.util.XFormUtils").setExternalInstanceParserFactory(factory)
    return provider, factory
