import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { curlOf } from './curl.ts'
import { withoutSecrets } from './secrets.ts'

const secrets = ['auth.password', 'headers[].value']

it('makes a command that a shell reads as it was meant, quotes and all', () => {
  const command = curlOf({
    origin: 'http://localhost:8600',
    kind: 'http',
    options: { url: "https://example.com/?q='; echo hacked; '", contains: ['$HOME `id` "x"'] },
    secrets,
  })
  const words = execFileSync('sh', ['-c', `set -- ${command.replace(/^curl/, '')}; printf '%s\\n' "$@"`], {
    env: { BONGSU_TOKEN: 'mine' },
  })
    .toString()
    .trimEnd()
    .split('\n')
  expect(words.slice(0, 6)).toEqual([
    '-X',
    'POST',
    'http://localhost:8600/api/v1/checks/http',
    '-H',
    'Authorization: Bearer mine',
    '-H',
  ])
  expect(JSON.parse(words.at(-1)!)).toEqual({
    url: "https://example.com/?q='; echo hacked; '",
    contains: ['$HOME `id` "x"'],
  })
})

it('leaves secrets out of it, in lists as well', () => {
  const options = {
    url: 'https://me:hunter2@example.com/',
    auth: { type: 'basic', username: 'me', password: 'hunter2' },
    headers: [
      { name: 'x-key', value: 'hunter2' },
      { name: 'x-other', value: 'hunter2' },
    ],
  }
  expect(curlOf({ origin: '', kind: 'http', options, secrets })).not.toContain('hunter2')
  expect(withoutSecrets(options, secrets)).toEqual({
    url: 'https://example.com/',
    auth: { type: 'basic', username: 'me' },
    headers: [{ name: 'x-key' }, { name: 'x-other' }],
  })
})

it('does not touch options that have no such secret', () => {
  expect(withoutSecrets({ url: 'https://example.com/@me' }, secrets)).toEqual({ url: 'https://example.com/@me' })
})
