import { type Text, text } from '@bongsu/contract/text.ts'
import type { Locator, Page } from 'playwright-core'
import type { Clock } from '#kernel/clock.ts'
import { errorMessage } from '#kernel/errors.ts'
import { countPattern, type Step } from './step-fields.ts'
import { filledIn } from './variables.ts'

export interface StepWork {
  readonly page: Page
  readonly startUrl: string
  readonly values: Map<string, string>
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly timeoutMs: number
}

/** A step that did not do what it should: the target's doing, told to people. */
export class StepFailed extends Error {
  readonly said: Text
  readonly code: 'assertion' | 'timeout'

  constructor(said: Text, code: 'assertion' | 'timeout' = 'assertion') {
    super(said.en)
    this.said = said
    this.code = code
  }
}

const pollMs = 100
const longestValue = 200

/** Does one step, `navigate` excepted. Throws StepFailed, or what Playwright throws. */
export async function runStep(step: Step, work: StepWork): Promise<void> {
  const { page, values, timeoutMs: timeout } = work
  const selector = step.selector === undefined ? undefined : filledIn(step.selector, values)
  const value = filledIn(step.value ?? '', values)
  // Safe because the schema asks for a selector wherever one is used below without a question.
  const at = (): Locator => page.locator(selector as string).first()
  switch (step.action) {
    case 'click':
      return at().click({ timeout })
    case 'type':
      return at().pressSequentially(value, { timeout })
    case 'fill':
      return at().fill(value, { timeout })
    case 'select':
      return void (await at().selectOption(value, { timeout }))
    case 'hover':
      return at().hover({ timeout })
    case 'press':
      return selector === undefined ? page.keyboard.press(value) : at().press(value, { timeout })
    case 'wait':
      if (selector !== undefined) return at().waitFor({ timeout })
      return waitFor(Number(value), work)
    case 'assert_element':
      return at().waitFor({ state: (step.value ?? 'visible') as 'visible', timeout })
    case 'assert_text':
      return assertText(page.locator(selector ?? 'body'), value, work)
    case 'assert_url':
      return until(work, async () => (page.url().includes(value) ? undefined : otherUrl(value, page.url())))
    case 'assert_count':
      return assertCount(page.locator(selector as string), value, work)
    case 'extract':
      return void values.set(step.variable as string, await extracted(at(), value, timeout))
    case 'screenshot':
    case 'navigate':
      return
  }
}

async function waitFor(ms: number, { clock, signal, timeoutMs }: StepWork): Promise<void> {
  await clock.sleep(Math.min(ms, timeoutMs), signal)
  if (ms > timeoutMs) throw new StepFailed(tooLong, 'timeout')
}

/** Asks again until nothing is wrong any more. */
async function until(work: StepWork, problem: () => Promise<Text | undefined>): Promise<void> {
  const { clock, signal, timeoutMs } = work
  const end = clock.monotonic() + timeoutMs
  for (;;) {
    const found = await problem()
    if (!found) return
    if (clock.monotonic() + pollMs >= end) throw new StepFailed(found)
    await clock.sleep(pollMs, signal)
  }
}

const assertText = (place: Locator, expected: string, work: StepWork): Promise<void> =>
  until(work, async () => {
    const texts = (await place.allInnerTexts()).map(onOneLine)
    return texts.some((one) => one.includes(onOneLine(expected))) ? undefined : noText(expected, texts)
  })

function assertCount(place: Locator, expected: string, work: StepWork): Promise<void> {
  const [, sign = '=', digits = ''] = countPattern.exec(expected) ?? []
  const wanted = Number(digits)
  return until(work, async () => {
    const count = await place.count()
    const fits = {
      '=': count === wanted,
      '>': count > wanted,
      '>=': count >= wanted,
      '<': count < wanted,
      '<=': count <= wanted,
    }
    return fits[sign as '='] ? undefined : otherCount(expected, count)
  })
}

async function extracted(place: Locator, what: string, timeout: number): Promise<string> {
  // biome-ignore lint/performance/useDomNodeTextContent: what a person sees is meant, not what the document holds
  if (what === '' || what === 'text') return onOneLine(await place.innerText({ timeout }))
  if (what === 'value') return place.inputValue({ timeout })
  const value = await place.getAttribute(what, { timeout })
  if (value === null) throw new StepFailed(text(`"${what}" 속성이 없습니다.`, `There is no attribute "${what}".`))
  return value
}

/** What a failure of Playwright means to people; its own text is about its own calls. */
export function stepFailure(error: unknown, step: Step): StepFailed {
  if (error instanceof StepFailed) return error
  const said = errorMessage(error).split('\n')[0]?.slice(0, longestValue) ?? ''
  if (!/Timeout [\d.]+ms exceeded/.test(said)) {
    return new StepFailed(text(`브라우저가 실행하지 못했습니다: ${said}`, `The browser could not do it: ${said}`))
  }
  const { selector = '' } = step
  return new StepFailed(
    text(
      `제한 시간 안에 "${selector}" 요소를 쓸 수 있게 되지 않았습니다.`,
      `"${selector}" was not there to be used in time.`,
    ),
  )
}

const onOneLine = (shown: string): string => shown.replaceAll(/\s+/g, ' ').trim()
const short = (shown: string): string => (shown.length > longestValue ? `${shown.slice(0, longestValue)}…` : shown)

const tooLong = text('남은 시간보다 오래 기다려야 합니다.', 'The wait is longer than the time that is left.')
const noText = (expected: string, texts: readonly string[]): Text =>
  texts.length === 0
    ? text('글을 찾을 요소가 없습니다.', 'There is no element to find the text in.')
    : text(
        `"${short(expected)}"이(가) 없습니다. 있는 글: ${short(texts.join(' ')) || '(빈 글)'}`,
        `"${short(expected)}" is not there. What is: ${short(texts.join(' ')) || '(empty)'}`,
      )
const otherUrl = (expected: string, url: string): Text =>
  text(
    `주소에 "${short(expected)}"이(가) 없습니다. 지금 주소: ${short(url)}`,
    `The address does not contain "${short(expected)}". It is ${short(url)}`,
  )
const otherCount = (expected: string, count: number): Text =>
  text(`요소가 ${count}개입니다(기대: ${expected}).`, `There are ${count} elements (expected ${expected}).`)
