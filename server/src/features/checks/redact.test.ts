import { text } from '@bongsu/contract/text.ts'
import { describe, expect, it } from 'vitest'
import { redacted, secretValues, spellingsOf, withoutSecrets } from './redact.ts'

const secret = 'correct horse/battery"staple'

describe('a secret', () => {
  it.each([
    ['as it is', `you sent ${secret}!`, 'you sent •••!'],
    ['twice', `${secret}${secret}`, '••••••'],
    ['inside a URL', `/login?p=${encodeURIComponent(secret)}&x`, '/login?p=•••&x'],
    ['inside JSON', JSON.stringify({ password: secret }), '{"password":"•••"}'],
    ['inside JSON inside JSON', JSON.stringify(JSON.stringify([secret])), '"[\\"•••\\"]"'],
    ['cut at the end of a text', `you sent ${secret.slice(0, 12)}`, 'you sent •••'],
    ['cut at the end, and said to be', `you sent ${secret.slice(0, 6)}…`, 'you sent •••'],
    ['cut at the start of a text', `${secret.slice(9)} was sent`, '••• was sent'],
    ['of which too little is left to be one', `you sent ${secret.slice(0, 4)}`, 'you sent corr'],
    ['that is not there', 'the corridor', 'the corridor'],
  ])('is taken out: %s', (_how, shown, clean) => {
    expect(redacted(shown, spellingsOf(secret))).toBe(clean)
  })

  it('is found wherever the options hold it, the longest spelling first', () => {
    const options = {
      auth: { password: 'p w 12' },
      steps: [{ headers: [{ value: 'step-secret' }] }, { headers: [{ value: 'abc' }] }],
    }
    expect(secretValues(options, ['auth.password', 'steps[].headers[].value', 'nothing.here'])).toEqual([
      'step-secret',
      'p%20w%2012',
      'p w 12',
    ])
  })

  it('stays out of everything that people see', () => {
    const seen = withoutSecrets(
      {
        state: 'down',
        durationMs: 1,
        message: text(`${secret} 아님`, `not ${secret}`),
        evidence: { list: [{ deep: `a ${secret} b` }], count: 1, none: null },
        assertions: [{ what: 'x', expected: secret, got: secret.slice(0, 20), passed: false }],
      },
      spellingsOf(secret),
    )
    expect(JSON.stringify(seen)).not.toContain('horse')
    expect(seen.evidence).toEqual({ list: [{ deep: 'a ••• b' }], count: 1, none: null })
  })
})
