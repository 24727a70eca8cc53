import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sharedOptions, shareLink } from './share-link.ts'

const packedOf = (link: string): string => new URL(link).searchParams.get('options') ?? ''
const parts = { origin: 'https://bongsu.example', kind: 'http', secrets: ['auth.password', 'headers[].value'] }

it('carries the options through the address, whatever they say', () => {
  const options = fc.dictionary(fc.string({ minLength: 1 }), fc.oneof(fc.string(), fc.integer(), fc.boolean()))
  fc.assert(
    fc.property(options, (given) => {
      const clean = JSON.parse(JSON.stringify(given)) as Record<string, unknown>
      const link = shareLink({ ...parts, secrets: [], options: { 봉수: '주소 ✓', ...clean } })
      expect(sharedOptions(packedOf(link))).toEqual({ 봉수: '주소 ✓', ...withoutUserInfo(clean) })
    }),
  )
})

it('carries no secret', () => {
  const options = {
    url: 'https://kim:hunter2@example.com/',
    auth: { kind: 'basic', username: 'kim', password: 'hunter2' },
    headers: [{ name: 'x-key', value: 'hunter2' }],
  }
  const shared = sharedOptions(packedOf(shareLink({ ...parts, options })))
  expect(JSON.stringify(shared)).not.toContain('hunter2')
  expect(shared).toMatchObject({ url: 'https://example.com/', auth: { username: 'kim' }, headers: [{ name: 'x-key' }] })
})

it('makes nothing of an address that was cut or made up', () => {
  const link = shareLink({ ...parts, options: { url: 'https://example.com/' } })
  for (const packed of ['', packedOf(link).slice(0, 9), '%%%', btoa('[1]'), btoa('null'), btoa('"text"')])
    expect(sharedOptions(packed), packed).toBeUndefined()
  expect(shareLink({ ...parts, options: {} })).toBe('https://bongsu.example/toolbox/http')
})

/** Addresses lose their user and password on the way: that is asserted apart. */
const withoutUserInfo = (options: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#@\s]*@/i, '$1') : value,
    ]),
  )
