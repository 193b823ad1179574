/**
 * Help to standard output when it was asked for; when the command line is wrong
 * only what is wrong, to standard error.
 */
import * as CliOutput from "effect/cli/CliOutput"
import * as Effect from "effect/Effect"
import { ExitCode, meanings, precedence } from "./exit-codes.ts"
import { print } from "./print.ts"
import { complain, styleOf } from "./screen.ts"
import { plainStyle } from "./text/style.ts"
import { table } from "./text/table.ts"

type Event = CliOutput.Presenter.Event

const formatter = () =>
  CliOutput.defaultFormatter({
    colors: styleOf(process.stdout) !== plainStyle,
    globalFlags: "summary"
  })

const exitCodes = (): ReadonlyArray<string> => [
  "",
  styleOf(process.stdout).bold("EXIT CODES"),
  ...table(meanings).map((line) => `  ${line}`),
  `  ${precedence}`
]

const help = ({ helpDoc, commandPath }: Event & { readonly _tag: "Help" }) =>
  [
    formatter().formatHelpDoc(helpDoc),
    ...(commandPath.length === 1 ? exitCodes() : [])
  ].join("\n")

const write = (stream: NodeJS.WriteStream, text: string) =>
  Effect.sync(() => {
    stream.write(`${text}\n`)
  })

const wrong = (path: ReadonlyArray<string>, message: string) => {
  return Effect.andThen(
    complain(`${message}\n\n${path.join(" ")} --help tells more.`),
    process.argv.includes("--json")
      ? print({
          document: "error",
          version: 1,
          exitCode: ExitCode.usage,
          message
        })
      : Effect.void
  )
}

export const presenter: CliOutput.Presenter = {
  present: (event) => {
    switch (event._tag) {
      case "Help":
        return event.reason === "Requested"
          ? write(process.stdout, help(event))
          : wrong(event.commandPath, "a command is missing")
      case "Version":
        return write(process.stdout, `${event.name} ${event.version}`)
      case "InvalidInvocation":
        return wrong(
          event.commandPath,
          event.errors.map(({ message }) => message).join("\n")
        )
    }
  }
}
