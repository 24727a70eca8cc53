import { expect, it } from 'vitest'
import { Scram } from './scram.ts'

/** The example of RFC 7677, section 3, whose user name PostgreSQL leaves empty: proof and signature differ by it alone. */
const nonce = 'rOprNGfwEbeRWgbNEkqO'
const serverFirst = 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096'

it('signs in with a nonce of its own, and not with a nonce of another', async () => {
  const scram = new Scram('pencil', nonce)
  expect(scram.first()).toBe(`n,,n=,r=${nonce}`)
  const final = await scram.final(serverFirst)
  expect(final).toMatch(/^c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj\)hNlF\$k0,p=[\w+/]{43}=$/)
  await expect(new Scram('pencil', 'another').final(serverFirst)).rejects.toThrow('SCRAM')
  await expect(new Scram('pencil', nonce).final(serverFirst.replace('i=4096', 'i=900000000'))).rejects.toThrow('SCRAM')
  await expect(new Scram('pencil', nonce).final(`r=${nonce},s=W22Z,i=4096`)).rejects.toThrow('SCRAM')
})

it('wants the server to know the password too', async () => {
  const scram = new Scram('pencil', nonce)
  await scram.final(serverFirst)
  expect(() => scram.verify('v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=')).toThrow('SCRAM')
  expect(() => scram.verify('e=invalid-proof')).toThrow('SCRAM')
  expect(() => new Scram('pencil', nonce).verify('v=')).toThrow('SCRAM')
})
