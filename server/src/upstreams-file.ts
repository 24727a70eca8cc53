import { existsSync, readFileSync } from 'node:fs'
import { basename, isAbsolute } from 'node:path'
import { slugField } from '@bongsu/contract/servers.ts'
import { z } from 'zod'

/**
 * Upstream MCP servers that are programs on this machine, from `upstreams.json` in the data folder. Running a program is
 * for whoever may write there: no API and no screen can add one.
 */
export interface ProgramInFile {
  readonly slug: string
  readonly title: string
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly folder: string | null
}

/** They fetch whatever somebody published a minute ago, and run it. Install the program, and name it. */
const fetchers = /^(npx|npm|pnpm|pnpx|yarn|yarnpkg|bunx|uvx|uv|pipx)(\.cmd|\.exe)?$/i

/** What makes a program load or start something else than what the file names. */
const dangerous =
  /^(NODE_OPTIONS|NODE_PATH|NODE_EXTRA_CA_CERTS|LD_.*|DYLD_.*|PYTHON.*|PERL5?(OPT|LIB|DB)|RUBY(OPT|LIB)|JAVA_TOOL_OPTIONS|_?JDK?_?JAVA_OPTIONS|CLASSPATH|BASH_ENV|ENV|SHELLOPTS|BASHOPTS|PS4|PROMPT_COMMAND|IFS|BROWSER|EDITOR|VISUAL|PAGER|GIT_.*|SSH_ASKPASS|npm_config_.*|GCONV_PATH|GLIBC_TUNABLES|BONGSU_.*)$/i

const program = z.strictObject({
  title: z.string().trim().min(1).max(100).optional(),
  command: z
    .string()
    .refine(isAbsolute, 'an absolute path, such as /usr/bin/node')
    .refine((path) => !fetchers.test(basename(path)), 'an installed program, not one that fetches others'),
  args: z.array(z.string().max(4000)).max(100).default([]),
  env: z
    .record(
      z
        .string()
        .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'the name of a variable')
        .refine((name) => !dangerous.test(name), 'a variable that does not change what is run'),
      z.string().max(8000),
    )
    .default({}),
  folder: z.string().refine(isAbsolute, 'an absolute path').nullable().default(null),
})

const fileSchema = z.strictObject({ upstreams: z.record(slugField, program) })

/** What the file says; each thing wrong with it goes to `refuse`. `inherited` is what every program gets of our environment. */
export function readUpstreamsFile(
  file: string,
  inherited: Readonly<Record<string, string>>,
  refuse: (mistake: string) => void,
): ProgramInFile[] {
  if (!existsSync(file)) return []
  let content: unknown
  try {
    content = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    refuse(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
    return []
  }
  const { data, error } = fileSchema.safeParse(content)
  for (const issue of error?.issues ?? []) {
    const said = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message
    refuse(`${file}: ${issue.path.join('.') || 'the file'} must be ${said.replace(/^Invalid input: expected /, '')}`)
  }
  return Object.entries(data?.upstreams ?? {}).map(([slug, { title, env, ...rest }]) => ({
    ...rest,
    slug,
    title: title ?? slug,
    env: { ...inherited, ...env },
  }))
}
