import { readFileSync } from 'node:fs'
import { type Text, text } from '@bongsu/contract/text.ts'
import { invalidField } from '#kernel/errors.ts'

/** Read at the first use: most processes of a large installation never need it. */
let common: ReadonlySet<string> | undefined
export const commonPasswords = (): ReadonlySet<string> => {
  common ??= new Set(
    readFileSync(new URL('./common-passwords.txt', import.meta.url), 'utf8')
      .split('\n')
      .filter(Boolean),
  )
  return common
}

interface Owner {
  readonly email: string
  readonly loginId?: string | null | undefined
  readonly name?: string | undefined
}

/** What is wrong with a new password beyond its length, or null. Composition rules only make people predictable. */
export function passwordProblem(password: string, owner: Owner): Text | null {
  const given = password.normalize('NFKC').toLowerCase()
  const own = [owner.email, owner.email.split('@')[0], owner.loginId, owner.name]
  if (own.some((name) => name && name.toLowerCase() === given))
    return text(
      '비밀번호는 이메일, 로그인 ID, 이름과 같을 수 없습니다.',
      'The password must not be the e-mail address, the login id or the name.',
    )
  if (isMonotonous(given) || commonPasswords().has(given) || commonPasswords().has(withoutSubstitutes(given)))
    return text(
      '너무 흔한 비밀번호라 쉽게 추측됩니다. 다른 비밀번호를 쓰세요.',
      'This password is among the most common ones and easily guessed. Please choose another.',
    )
  return null
}

export function requireGoodPassword(password: string, owner: Owner, field = 'password'): void {
  const problem = passwordProblem(password, owner)
  if (problem) throw invalidField(field, problem)
}

/** One step repeated: 11111111, 23456789, hgfedcba. */
function isMonotonous(password: string): boolean {
  const steps = new Set<number>()
  for (let at = 1; at < password.length; at++) steps.add(password.charCodeAt(at) - password.charCodeAt(at - 1))
  return steps.size === 1 && Math.abs([...steps][0] ?? 9) <= 1
}

const substitutes: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  $: 's',
  '5': 's',
  '7': 't',
}

/** `p@$$w0rd1!` is `password1!` in a thin disguise: what follows the last letter is kept as it is. */
function withoutSubstitutes(password: string): string {
  const [, stem = '', rest = ''] = /^(.*[a-z])?([^a-z]*)$/s.exec(password) ?? []
  return stem.replaceAll(/[@431!0$57]/g, (letter) => substitutes[letter] ?? letter) + rest
}
