import type { AssertionResult } from '@bongsu/contract/outcome.ts'
import { text } from '@bongsu/contract/text.ts'
import type { Seen } from '../contract.ts'
import { isExpectedStatus } from '../shared/expected-status.ts'
import { badFigures, type Metrics } from './metrics.ts'
import type { BrowserOptions } from './options.ts'

export interface Facts {
  readonly status: number
  readonly isReady: boolean
  readonly isLoaded: boolean
  readonly isFound: boolean
  /** The page still answers. */
  readonly isAlive: boolean
  readonly errors: readonly string[]
  readonly metrics: Metrics
}

type Verdict = Pick<Seen, 'state' | 'errorCode' | 'message' | 'assertions'>

export function verdict(options: BrowserOptions, facts: Facts): Verdict {
  const { status, errors } = facts
  const assertions: AssertionResult[] = [
    {
      what: 'status',
      expected: options.expected_status,
      got: String(status),
      passed: isExpectedStatus(status, options.expected_status),
    },
  ]
  if (options.wait_for !== undefined)
    assertions.push({
      what: 'element',
      expected: options.wait_for,
      got: facts.isFound ? 'visible' : 'not found',
      passed: facts.isFound,
    })
  return { ...judged(options, facts, assertions[0]?.passed === true, errors), assertions }
}

function judged(options: BrowserOptions, facts: Facts, hasStatus: boolean, errors: readonly string[]): Verdict {
  if (!hasStatus)
    return {
      state: 'down',
      errorCode: 'http',
      message: text(
        `HTTP ${facts.status} 응답을 받았습니다(기대: ${options.expected_status}).`,
        `It answered HTTP ${facts.status} (expected ${options.expected_status}).`,
      ),
    }
  if (!facts.isReady)
    return {
      state: 'down',
      errorCode: 'timeout',
      message: text('제한 시간 안에 페이지가 준비되지 않았습니다.', 'The page was not ready in time.'),
    }
  if (!facts.isFound)
    return {
      state: 'down',
      errorCode: 'assertion',
      message: text(`"${options.wait_for}" 요소가 보이지 않습니다.`, `"${options.wait_for}" is not to be seen.`),
    }
  const { on_js_errors: reaction } = options
  if (errors.length > 0 && reaction !== 'ignore')
    return {
      state: reaction,
      errorCode: 'assertion',
      message: text(`JavaScript 오류가 있습니다: ${errors[0]}`, `JavaScript failed: ${errors[0]}`),
    }
  if (!facts.isLoaded)
    return {
      state: 'degraded',
      errorCode: 'slow',
      message: text('제한 시간 안에 로딩이 끝나지 않았습니다.', 'Loading did not end in time.'),
    }
  if (!facts.isAlive)
    return {
      state: 'degraded',
      errorCode: 'slow',
      message: text('페이지가 멈추어 반응하지 않습니다.', 'The page hangs and does not respond.'),
    }
  const bad = badFigures(facts.metrics)
  if (bad.length > 0 && options.on_bad_metrics === 'degraded') {
    const names = bad.map(({ name }) => name as ReturnType<typeof text>)
    return {
      state: 'degraded',
      errorCode: 'slow',
      message: text(
        `나쁜 지표: ${names.map(({ ko }) => ko).join(', ')}`,
        `Bad metrics: ${names.map(({ en }) => en).join(', ')}`,
      ),
    }
  }
  return { state: 'up', message: text('페이지가 브라우저에서 열렸습니다.', 'The page opened in the browser.') }
}
