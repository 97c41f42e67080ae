"""Finds a JDK for Spark, and builds bench/peers.d/spark when its sources are newer than its jar."""
import glob
import os
import pathlib
import re
import shutil

from processes import Failed, run

# Spark 4 runs on these.
JAVA_VERSIONS = ("17", "21")
PROJECT = pathlib.Path(__file__).resolve().parent / "spark"
JAR = PROJECT / "target" / "spark-peer.jar"
CLASS_PATH = PROJECT / "target" / "classpath"
# What Spark's own launcher gives the JVM (JavaModuleOptions). The vector module makes its linear algebra faster.
JAVA_OPTIONS = [
    "-XX:+IgnoreUnrecognizedVMOptions", "--add-modules=jdk.incubator.vector",
    *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in (
        "java.lang", "java.lang.invoke", "java.lang.reflect", "java.io", "java.net", "java.nio", "java.util",
        "java.util.concurrent", "java.util.concurrent.atomic", "jdk.internal.ref", "sun.nio.ch", "sun.nio.cs",
        "sun.security.action", "sun.util.calendar")),
    "-Djdk.reflect.useDirectMethodHandle=false", "-Dio.netty.tryReflectionSetAccessible=true",
]


def java_version(home):
    """The version of the JDK in a folder, or an empty string where there is none that Spark runs on."""
    try:
        release = (pathlib.Path(home) / "release").read_text()
    except OSError:
        return ""
    found = re.search(r'^JAVA_VERSION="((\d+)[^"]*)"', release, re.MULTILINE)
    has_compiler = os.access(pathlib.Path(home) / "bin" / "javac", os.X_OK)
    return found[1] if found and found[2] in JAVA_VERSIONS and has_compiler else ""


def find_java(given):
    """The folder of a JDK; Failed when there is none. What is given on the command line must be one."""
    if given:
        if not java_version(given):
            raise Failed(f"--spark-java {given} is no JDK {' or '.join(JAVA_VERSIONS)}")
        return given
    usual = ["/usr/lib/jvm/*", "/opt/*", "~/.sdkman/candidates/java/*", "~/.jdks/*"]
    homes = [os.environ.get("JAVA17_HOME", ""), os.environ.get("JAVA_HOME", ""),
             *(home for place in usual for home in sorted(glob.glob(os.path.expanduser(place))))]
    for home in homes:
        if home and java_version(home):
            return home
    raise Failed(f"no JDK {' or '.join(JAVA_VERSIONS)} (looked at --spark-java, JAVA17_HOME, JAVA_HOME, {', '.join(usual)})")


def build(cpus, home):
    sources = [PROJECT / "pom.xml", *PROJECT.glob("java/**/*.java")]
    if JAR.exists() and CLASS_PATH.exists() and all(s.stat().st_mtime < JAR.stat().st_mtime for s in sources):
        return
    if not shutil.which("mvn"):
        raise Failed("Maven (mvn) is needed to build it, and is not on the PATH")
    run(cpus, "mvn", "-B", "-q", "-Dstyle.color=never", "-f", PROJECT / "pom.xml", "package", environment={"JAVA_HOME": home})


def command(home, *arguments):
    return [pathlib.Path(home) / "bin" / "java", *JAVA_OPTIONS, "-cp", f"{JAR}:{CLASS_PATH.read_text().strip()}",
            "SparkPeer", *arguments]
