import { describe, expect, it } from 'vitest'
import { readWhois } from './whois.ts'

describe('a WHOIS answer', () => {
  it.each([
    [
      'gTLD',
      'Registrar: A\nRegistry Expiry Date: 2027-08-13T04:00:00Z\nDomain Status: clientHold https://icann.org/epp#clientHold',
      'a',
      ['client hold'],
    ],
    [
      'JPRS',
      '[Domain Name]                  EXAMPLE.JP\n[有効期限]                      2027/08/13\n[Status]                       Active',
      null,
      ['active'],
    ],
    ['Verisign', '   Registrar URL: x\n   Registrar: A\n   Expiration Date: 13-aug-2027', 'a', []],
    ['.uk', '    Registrar:\n        A\n\n    Relevant dates:\n        Expiry date:  13-Aug-2027\n', 'a', []],
    [
      '.ru',
      'paid-till:     2027-08-13T04:00:00Z\nregistrar:     A\nstate:  REGISTERED, DELEGATED',
      'a',
      ['registered, delegated'],
    ],
    ['.cn', 'Expiration Time: 2027-08-13 12:00:00\nSponsoring Registrar: A', 'a', []],
  ])('of %s has the date', (_what, said, registrar, statuses) => {
    const read = readWhois(said)
    if (read.is !== 'registered') throw new Error(`it is ${read.is}`)
    expect(new Date(read.registration.expiresAt ?? 0).toISOString().slice(0, 10)).toBe('2027-08-13')
    expect(read.registration.registrar?.toLowerCase() ?? null).toBe(registrar)
    expect(read.registration.statuses).toEqual(statuses)
  })

  it('is read in time, whatever is sent', () => {
    for (const hostile of [
      ' '.repeat(65_000),
      '\n'.repeat(65_000),
      '.'.repeat(65_000),
      `a${' .'.repeat(32_000)}`,
      ':'.repeat(65_000),
    ])
      expect(readWhois(hostile).is).toBe('unclear')
  }, 5_000)
})
