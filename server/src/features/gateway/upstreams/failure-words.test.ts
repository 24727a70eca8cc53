import { text } from '@bongsu/contract/text.ts'
import { expect, it } from 'vitest'
import { UpstreamFailure } from '#platform/mcp/index.ts'
import { failureWords, isRefusedSignIn } from './failure-words.ts'

it.each([
  [new UpstreamFailure('it did not answer in time', true), '제한 시간 안에 답이 없음'],
  [new UpstreamFailure('its process has ended (SIGKILL)', false), '프로그램이 종료됨 (SIGKILL)'],
  [new UpstreamFailure('it could not be started: ENOENT', true), '프로그램을 시작하지 못함: ENOENT'],
  [new UpstreamFailure('it answered HTTP 502', false, { status: 502 }), 'HTTP 502 응답'],
  [new UpstreamFailure('refused', true, { words: text('연결 거부', 'refused') }), '연결 거부'],
  [
    new UpstreamFailure('x', true, { cause: new UpstreamFailure('y', true, { status: 401 }) }),
    '자격 증명을 받지 않음, HTTP 401',
  ],
  [new Error('something else'), 'something else'],
])('says in Korean why a server could not be asked: %s', (error, korean) => {
  expect(failureWords(error).ko).toBe(korean)
})

it('knows a refused credential, also behind the failure to open a way', () => {
  const refused = new UpstreamFailure('it answered HTTP 401', true, { status: 401 })
  expect(isRefusedSignIn(new UpstreamFailure('x', true, { cause: refused }))).toBe(true)
  expect(isRefusedSignIn(new UpstreamFailure('it answered HTTP 500', true, { status: 500 }))).toBe(false)
})
