import { expect, it } from 'vitest'
import { withoutSecrets } from './without-secrets.ts'

it('leaves out what the name of a field gives away, at any depth', () => {
  const names = [
    'password',
    'current_password',
    'Passphrase',
    'client_secret',
    'X-Auth-Token',
    'authorization',
    'apiKey',
  ]
  for (const name of [...names, 'api-key', 'private_key', 'credentials', 'otp', 'Cookie']) {
    expect(withoutSecrets({ a: [{ [name]: 'hush' }] }), name).toEqual({ a: [{ [name]: '•••' }] })
  }
  expect(withoutSecrets({ title: 'Shop', compass: 1, options: { port: 80 } })).toEqual({
    title: 'Shop',
    compass: 1,
    options: { port: 80 },
  })
})

it.each([
  ['a token of ours', `bgs_${'a'.repeat(43)}`],
  ['a signing secret', `whsec_${'A'.repeat(43)}=`],
  ['a JSON web token', 'eyJhbGciOiJI.eyJzdWIiOiIx.SflKxwRJSMeK'],
  ['an authorization header', 'Bearer abcdefgh12345'],
  ['a private key', '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----'],
  ['a private key cut short', '-----BEGIN RSA PRIVATE KEY-----\nMIIE'],
])('leaves out %s wherever it stands', (_what, secret) => {
  const kept = JSON.stringify(withoutSecrets({ note: `before ${secret}`, list: [secret] }))
  expect(kept).not.toContain(secret.slice(-5))
  expect(kept).toContain('before •••')
})

it('cuts what is long, many or deep, and says so', () => {
  expect(withoutSecrets({ text: 'x'.repeat(9) }, { text: 5 })).toEqual({ text: 'xxxxx…' })
  expect(withoutSecrets([1, 2, 3, 4], { items: 2 })).toEqual([1, 2, '… 2 more'])
  let deep: unknown = 'bottom'
  for (let level = 0; level < 20; level++) deep = [deep]
  expect(JSON.stringify(withoutSecrets(deep))).toContain('…')
  expect(withoutSecrets({ code: 1, other: 2 }, { hides: (field) => field === 'code' })).toEqual({
    code: '•••',
    other: 2,
  })
})

it('reads a long text once, whatever somebody wrote to make it read again and again', () => {
  const pieces = ['eyJ-', 'eyJaaaaaaaa.', 'bgs_', 'Bearer ', 'Bearer', '-----BEGIN ', '-----END A', 'sk-', 'xoxb-', ' ']
  for (const piece of pieces) {
    const words = piece.repeat(Math.ceil(1_000_000 / piece.length))
    expect(typeof withoutSecrets(words), piece).toBe('string')
  }
})
