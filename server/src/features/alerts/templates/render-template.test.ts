import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutToBytes, mostBytes, plain, renderBody, renderLine, unknownFields } from './render-template.ts'

const values = new Map([
  ['project', '쇼핑몰'],
  ['message', 'HTTP 503'],
  ['error_code', ''],
])

describe('renderTemplate', () => {
  it('puts known fields in, with or without spaces', () => {
    expect(renderLine('장애 - {{project}} ({{ message }})', values)).toBe('장애 - 쇼핑몰 (HTTP 503)')
  })

  it('leaves out a line whose fields are all empty, and keeps plain lines', () => {
    expect(renderBody('a\n코드: {{error_code}}\n{{project}} {{error_code}}\nb', values)).toBe('a\n쇼핑몰\nb')
  })

  it('never reads a value again: what a target says stays what it said', () => {
    const hostile = new Map([
      ['message', '{{project}} {{constructor}}'],
      ['project', 'secret'],
    ])
    expect(renderLine('{{message}}', hostile)).toBe('{{project}} {{constructor}}')
  })

  it('puts a subject on one line, whatever the value holds', () => {
    expect(renderLine('{{message}}', new Map([['message', 'a\r\nBcc: evil@example.com\u0000b\u2028c']]))).toBe(
      'a Bcc: evil@example.com bc',
    )
  })

  it('takes out characters that hide or turn the text', () => {
    expect(plain('a\u202eb\u200bc\ufeffd\u{e0041}e\u001b[31mf')).toBe('abcde [31mf')
  })

  it('keeps within 8 KB and never cuts a character in two', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.integer({ min: 10, max: 100 }), (text, most) => {
        const cut = cutToBytes(text, most)
        expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(most)
        expect(cut).not.toContain('\ufffd')
        expect(text.startsWith(cut.replace(/…$/, ''))).toBe(true)
      }),
    )
    const body = renderBody('{{message}}\n'.repeat(30), new Map([['message', '가'.repeat(5000)]]))
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(mostBytes)
    expect(body.endsWith('…')).toBe(true)
  })

  it('names what it does not know', () => {
    expect(unknownFields('{{project}} {{ __proto__ }} {{#if a}} {{__proto__}} {{}}', values)).toEqual([
      '__proto__',
      '#if a',
      '',
    ])
    // biome-ignore lint/suspicious/noTemplateCurlyInString: other languages' placeholders are the point
    expect(unknownFields('{% raw %} ${process} <%= x %> {project}', values)).toEqual([])
  })

  it('takes linear time on braces without end', () => {
    const start = performance.now()
    renderLine('{{'.repeat(50_000), values)
    unknownFields('{{ '.repeat(50_000), values)
    expect(performance.now() - start).toBeLessThan(10_000)
  })
})
