import { existsSync, readFileSync } from 'node:fs'
import { basename, isAbsolute } from 'node:path'
import type { FieldProblem } from '@bongsu/contract/error-codes.ts'
import { slugField } from '@bongsu/contract/servers.ts'
import { type Language, type Text, text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { errorMessage, isFailure } from '#kernel/errors.ts'
import { particle } from '#kernel/korean.ts'
import { parseInput } from '#platform/operations/parse.ts'

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

/** What a refinement says when it does not hold. */
const said = (ko: string, en: string) => ({ params: { text: text(ko, en) } })

const program = z.strictObject({
  title: z.string().trim().min(1).max(100).optional(),
  command: z
    .string()
    .refine(
      isAbsolute,
      said('절대 경로여야 합니다(예: /usr/bin/node).', 'Must be an absolute path, such as /usr/bin/node.'),
    )
    .refine(
      (path) => !fetchers.test(basename(path)),
      said(
        '다른 것을 내려받아 실행하는 프로그램이 아니라 설치된 프로그램이어야 합니다.',
        'Must be an installed program, not one that fetches others.',
      ),
    ),
  args: z.array(z.string().max(4000)).max(100).default([]),
  env: z
    .record(
      z
        .string()
        .refine(
          (name) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name),
          said('변수 이름이 아닙니다.', 'Must be the name of a variable.'),
        )
        .refine(
          (name) => !dangerous.test(name),
          said(
            '무엇이 실행되는지를 바꾸는 변수는 쓸 수 없습니다.',
            'Must be a variable that does not change what is run.',
          ),
        ),
      z.string().max(8000),
    )
    .default({}),
  folder: z
    .string()
    .refine(isAbsolute, said('절대 경로여야 합니다.', 'Must be an absolute path.'))
    .nullable()
    .default(null),
})

const fileSchema = z.strictObject({ upstreams: z.record(slugField, program) })

/** What the file says; each thing wrong with it goes to `refuse`. `inherited` is what every program gets of our environment. */
export function readUpstreamsFile(
  file: string,
  inherited: Readonly<Record<string, string>>,
  refuse: (mistake: Text) => void,
): ProgramInFile[] {
  if (!existsSync(file)) return []
  let content: unknown
  try {
    content = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    const why = errorMessage(error)
    refuse(text(`${particle(file, '을', '를')} 읽을 수 없습니다: ${why}`, `${file} cannot be read: ${why}`))
    return []
  }
  const [korean, english] = [readIn('ko', content), readIn('en', content)]
  if ('problems' in korean || 'problems' in english) {
    const [inKorean, inEnglish] = [problemsOf(korean), problemsOf(english)]
    for (const [index, problem] of inEnglish.entries())
      refuse(text(`${file}: ${inKorean[index] ?? problem}`, `${file}: ${problem}`))
    return []
  }
  return Object.entries(english.upstreams).map(([slug, { title, env, ...rest }]) => ({
    ...rest,
    slug,
    title: title ?? slug,
    env: { ...inherited, ...env },
  }))
}

type Reading = z.output<typeof fileSchema> | { readonly problems: readonly string[] }

function readIn(language: Language, content: unknown): Reading {
  try {
    return parseInput(fileSchema, content, language)
  } catch (error) {
    if (!isFailure(error)) throw error
    const { fields } = (error.details ?? {}) as { fields?: readonly FieldProblem[] }
    return { problems: fields?.map(({ path, message }) => `${path}: ${message}`) ?? [error.text[language]] }
  }
}

const problemsOf = (reading: Reading): readonly string[] => ('problems' in reading ? reading.problems : [])
