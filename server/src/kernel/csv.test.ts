import { describe, expect, it } from 'vitest'
import { csvLine } from './csv.ts'

describe('a CSV line', () => {
  it('separates with commas and ends with CRLF', () => {
    expect(csvLine(['a', 1, true, null, ''])).toBe('a,1,true,,\r\n')
  })

  it('quotes what would break it', () => {
    expect(csvLine(['a,b', 'say "hi"', 'two\nlines', '봉수'])).toBe('"a,b","say ""hi""","two\nlines",봉수\r\n')
  })

  it('lets no text become a formula', () => {
    for (const start of ['=', '+', '-', '@', '\t=', '\r=', ' =', '＝', '＋', '－', '＠'])
      expect(csvLine([`${start}cmd|' /C calc'!A0`]).replace(/^"/, ''), JSON.stringify(start)).toMatch(/^'/)
    expect(csvLine(['=1,2'])).toBe('"\'=1,2"\r\n')
  })

  it('leaves negative numbers numbers', () => {
    expect(csvLine([-5, '-5'])).toBe("-5,'-5\r\n")
  })
})
