import { assertionWords } from '@bongsu/contract/assertion-words.ts'
import { expect, it } from 'vitest'
import { assertionText } from './answer-verdict.ts'

const failed = (what: string, expected: string, got: string) => ({ what, expected, got, passed: false })

it('says what was expected and what came, in both languages', () => {
  expect(assertionText([failed('json $.n', 'equals "1"', '1'), failed('contains', 'up', 'not found')])).toEqual({
    ko: '기대와 다릅니다. JSON $.n: 기대 = "1", 결과 1 외 1건',
    en: 'Not what was expected. JSON $.n: expected = "1", got 1 and 1 more',
  })
  expect(assertionText([failed('contains', 'up', 'not found')])).toEqual({
    ko: '기대와 다릅니다. 본문에 있어야 할 문구: 기대 up, 결과 없음',
    en: 'Not what was expected. Body contains: expected up, got not found',
  })
})

it('knows the request of a chain from what was asserted of it, and leaves other people’s words alone', () => {
  expect(assertionWords('ko', failed('sign in: status', '200', '401'))).toMatchObject({ what: 'sign in: 상태 코드' })
  expect(assertionWords('ko', failed('1: save token', '$.a', 'nothing'))).toEqual({
    what: '1: 저장할 값 token',
    expected: '$.a',
    got: '찾은 값 없음',
  })
  expect(assertionWords('ko', failed('contains', 'less is more', 'x'))).toMatchObject({ expected: 'less is more' })
})
