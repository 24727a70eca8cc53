import { type Language, text } from '@bongsu/contract/text.ts'
import type { z } from 'zod'
import { Failure, isFailure } from '#kernel/errors.ts'
import { systemActor } from '#kernel/operation.ts'
import { createLog } from '#platform/log/log.ts'
import { parseInput } from '#platform/operations/parse.ts'
import { type App, createApp } from '../app.ts'
import type { Config } from '../config.ts'

/**
 * `bongsu user add <email> [role]` and `bongsu user reset-password <email>`: for whoever holds the machine, also when
 * nobody can sign in. Both are the product's own verbs, so they are checked and audited like everywhere.
 */
export async function user(config: Config, [action, email, role = 'user']: readonly string[]): Promise<number> {
  if (!email || (action !== 'add' && action !== 'reset-password')) {
    console.error('bongsu user add <email> [admin|manager|user|viewer]\nbongsu user reset-password <email>')
    return 2
  }
  const app = await createApp({ ...config, roles: ['api'] }, { log: createLog('warn') })
  try {
    const password = action === 'add' ? await add(app, email, role) : await reset(app, email)
    console.log(`${email}\n비밀번호 · Password: ${password}`)
    return 0
  } finally {
    await app.stop()
  }
}

async function add(app: App, email: string, role: string): Promise<string> {
  const name = email.split('@')[0] ?? email
  const { generated_password: password } = (await call(app, 'add-person', { email, name, role })) as {
    generated_password: string
  }
  return password
}

async function reset(app: App, email: string): Promise<string> {
  const { items } = (await call(app, 'list-people', { q: email })) as { items: { id: number; email: string }[] }
  const person = items.find((item) => item.email === email.toLowerCase())
  if (!person) throw new Failure('not_found', text(`${email} 계정이 없습니다.`, `There is no account ${email}.`))
  const { generated_password: password } = (await call(app, 'reset-person-password', { id: person.id })) as {
    generated_password: string
  }
  return password
}

function call(app: App, name: string, input: unknown): Promise<unknown> {
  const operation = app.operations.find((candidate) => candidate.name === name)
  if (!operation) throw new Error(`there is no operation ${name}`)
  requireGood(operation.input, input)
  return app.run(operation, input, {
    actor: systemActor('command line'),
    language: 'ko',
    origin: { door: 'cli' },
    signal: new AbortController().signal,
  })
}

/** Nobody says here which language they read, so a mistake is told in both. */
function requireGood(schema: z.ZodType, input: unknown): void {
  const [ko, en] = [refusalIn('ko', schema, input), refusalIn('en', schema, input)]
  if (ko !== null && en !== null) throw new Failure('validation', text(ko, en))
}

function refusalIn(language: Language, schema: z.ZodType, input: unknown): string | null {
  try {
    parseInput(schema, input, language)
    return null
  } catch (error) {
    if (!isFailure(error)) throw error
    return error.text[language]
  }
}
