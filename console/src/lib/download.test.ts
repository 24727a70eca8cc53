import { expect, it } from 'vitest'
import { csvText } from './download.ts'

it('writes CSV that spreadsheets read as Korean, quoting what must be quoted', () => {
  expect(
    csvText([
      ['이름', '값'],
      ['a,"b"', null],
      [true, 3],
    ]),
  ).toBe('\uFEFF이름,값\r\n"a,""b""",\r\ntrue,3\r\n')
})

it('keeps a cell from being run as a formula', () => {
  expect(csvText([['=HYPERLINK("x")', '-1+2', -5]])).toBe('\uFEFF"\'=HYPERLINK(""x"")",\'-1+2,-5\r\n')
})
