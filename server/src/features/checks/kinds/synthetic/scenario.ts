import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReportStep } from '@bongsu/contract/artifacts.ts'
import { type Text, text } from '@bongsu/contract/text.ts'
import type { Page } from 'playwright-core'
import { errorMessage } from '#kernel/errors.ts'
import type { Visit } from '#platform/browser/index.ts'
import type { SeenFile } from '../../outcome.ts'
import type { LookContext, Seen } from '../contract.ts'
import { PageWatch } from '../shared/browser/page-watch.ts'
import { pictureOf } from '../shared/browser/report.ts'
import { notOpened } from '../shared/browser/visit-failures.ts'
import { Mask } from './mask.ts'
import { maskedRecordings } from './masked-recordings.ts'
import type { SyntheticOptions } from './options.ts'
import { runStep, StepFailed, stepFailure } from './run-step.ts'
import { actionWords, type Step } from './step-fields.ts'
import { filledIn, namesIn } from './variables.ts'

/** Why a scenario ended early. `seen` where the page itself could not be opened. */
export interface Breakdown {
  readonly at: number
  readonly said: Text
  readonly code: 'assertion' | 'timeout'
  readonly seen?: Seen
}

const usualStepMs = 10_000
const mostPages = 5
const pictureMs = 3_000
const skippedText = text('이전 스텝 실패로 건너뜀', 'Skipped because an earlier step failed')

/** One run of a scenario in one visit: does the steps, keeps what they show, and gives all of it without secrets. */
export class Scenario {
  readonly results: ReportStep[] = []
  readonly pictures: SeenFile[] = []
  readonly values: Map<string, string>
  readonly watch: PageWatch
  readonly mask: Mask
  breakdown: Breakdown | null = null
  readonly #options: SyntheticOptions
  readonly #context: LookContext
  readonly #visit: Visit
  readonly #until: number
  readonly #pages: Page[]
  readonly #secrets: readonly string[]
  readonly #secretNames: ReadonlySet<string>
  /** Fields that hold a secret now. */
  readonly #secretFields = new Set<string>()
  #isTraced = false

  constructor(options: SyntheticOptions, context: LookContext, visit: Visit, softMs: number) {
    this.#options = options
    this.#context = context
    this.#visit = visit
    this.#until = context.clock.monotonic() + softMs
    this.#secrets = [...options.variables, ...options.headers].map(({ value }) => value)
    this.mask = new Mask(this.#secrets)
    this.watch = new PageWatch(visit.context, context.clock, this.mask.text)
    this.values = new Map(options.variables.map(({ name, value }) => [name, value]))
    this.#secretNames = new Set(options.variables.map(({ name }) => name))
    this.#pages = [visit.page]
    visit.context.on('page', (page) => {
      if (this.#pages.filter((one) => !one.isClosed()).length >= mostPages) page.close().catch(() => undefined)
      else this.#pages.push(page)
    })
  }

  async run(): Promise<void> {
    await this.#visit.context.tracing.start({ screenshots: false, snapshots: true, sources: false })
    this.#isTraced = true
    const start: Step = { action: 'navigate', value: this.#options.start_url }
    const steps = [start, ...this.#options.steps]
    const names = steps.map((step) => this.#named(step))
    for (const [index, step] of steps.entries()) {
      if (!this.breakdown) this.#tell(index, names)
      if (this.breakdown) this.results.push(this.#skipped(index, step))
      else await this.#do(index, step)
    }
  }

  /** Ends the pages and gives trace and HAR, as far as there is time for them. */
  recordings(): Promise<SeenFile[]> {
    const visit = this.#visit
    return maskedRecordings(
      [
        { type: 'trace', bytes: () => this.#trace() },
        { type: 'har', bytes: () => visit.har() },
      ],
      { secrets: this.#secrets, left: () => visit.left() },
    )
  }

  async #trace(): Promise<Uint8Array | null> {
    if (!this.#isTraced) return null
    const path = join(this.#visit.folder, 'trace.zip')
    await this.#visit.context.tracing.stop({ path })
    return readFile(path)
  }

  /** Where the scenario is: the page that was opened last and is still there. */
  get #page(): Page {
    return this.#pages.findLast((page) => !page.isClosed()) ?? this.#visit.page
  }

  #left(): number {
    return this.#until - this.#context.clock.monotonic()
  }

  async #do(index: number, step: Step): Promise<void> {
    const startedAt = this.#context.clock.monotonic()
    const failure = await this.#failureOf(index, step)
    const duration = Math.round(this.#context.clock.monotonic() - startedAt)
    if (failure) this.breakdown = failure
    const isShown = failure || step.action === 'screenshot' || this.#options.screenshots === 'every'
    const picture = isShown ? await this.#picture(`step-${index}`) : null
    if (picture) this.pictures.push(picture)
    this.results.push({
      ...this.#shared(index, step),
      passed: failure === null,
      skipped: false,
      duration_ms: duration,
      error_message: failure?.said ?? null,
      current_url: this.mask.text(this.#page.url()).slice(0, 300),
      screenshot: picture?.name ?? null,
    })
  }

  async #failureOf(index: number, step: Step): Promise<Breakdown | null> {
    const left = this.#left()
    if (left <= 0) return { at: index, said: outOfTime, code: 'timeout' }
    // Opening may take all the time there is; an element that is not there by then will not come.
    const usual = step.action === 'navigate' ? left : usualStepMs
    const timeoutMs = Math.max(1, Math.min(step.timeout ?? usual, left))
    try {
      if (step.action === 'navigate') return await this.#navigate(index, step, timeoutMs)
      this.#noteSecrets(step)
      const { clock, signal } = this.#context
      const startUrl = this.#options.start_url
      await runStep(step, { page: this.#page, startUrl, values: this.values, clock, signal, timeoutMs })
      return this.#strayed(index)
    } catch (error) {
      this.#context.signal.throwIfAborted()
      const { said, code } = stepFailure(error, step)
      const clean = text(this.mask.text(said.ko), this.mask.text(said.en))
      return { at: index, said: clean, code: this.#left() <= 0 ? 'timeout' : code }
    }
  }

  async #navigate(index: number, step: Step, timeout: number): Promise<Breakdown | null> {
    const url = new URL(filledIn(step.value ?? '', this.values), this.#options.start_url).href
    const startedAt = this.#context.clock.monotonic()
    try {
      const answer = await this.#page.goto(url, { waitUntil: 'load', timeout })
      const status = answer?.status() ?? 0
      if (status < 400) return this.#strayed(index)
      throw new StepFailed(text(`HTTP ${status} 응답을 받았습니다.`, `It answered HTTP ${status}.`))
    } catch (error) {
      if (error instanceof StepFailed) throw error
      const failed = {
        error: errorMessage(error),
        url: this.watch.mainUrl ?? url,
        durationMs: this.#context.clock.monotonic() - startedAt,
      }
      const seen = notOpened(failed, this.#visit.network)
      return { at: index, said: seen.message, code: 'assertion', seen }
    }
  }

  /** A click may lead anywhere; what is not the web is nowhere a scenario may go on. */
  #strayed(index: number): Breakdown | null {
    const url = this.#page.url()
    if (/^(https?:|about:blank|data:|blob:)/.test(url)) return null
    const said = text('웹 페이지가 아닌 곳으로 이동했습니다.', 'It went to something that is not a web page.')
    return { at: index, said, code: 'assertion' }
  }

  #noteSecrets({ action, selector, value = '' }: Step): void {
    if (selector === undefined || !['fill', 'type', 'select'].includes(action)) return
    if (namesIn(value).some((name) => this.#secretNames.has(name)))
      this.#secretFields.add(filledIn(selector, this.values))
  }

  /** Fields that hold a secret, password fields, and every place where the page itself shows a secret are covered. */
  #picture(name: string): Promise<SeenFile | null> {
    const page = this.#page
    const mask = [
      page.locator('input[type=password]'),
      ...[...this.#secretFields].map((selector) => page.locator(selector)),
      ...this.mask.shown.map((secret) => page.getByText(secret)),
    ]
    const timeoutMs = Math.min(pictureMs, this.#visit.left())
    return pictureOf(page, name, { timeoutMs, mask: { mask, maskColor: '#5c5f66' } })
  }

  #skipped(index: number, step: Step): ReportStep {
    return {
      ...this.#shared(index, step),
      passed: false,
      skipped: true,
      duration_ms: 0,
      error_message: skippedText,
      current_url: null,
      screenshot: null,
    }
  }

  /** The start address is no step: numbers are those of the results. */
  #tell(index: number, [start, ...plan]: readonly Text[]): void {
    const { tell } = this.#context
    if (index === 0) tell?.({ phase: 'navigate', label: start as Text, plan })
    else tell?.({ phase: 'step', label: plan[index - 1] as Text, step: { number: index, total: plan.length } })
  }

  /** In its author's words, else by what it does to what. */
  #named({ action, description, selector, value }: Step): Text {
    if (description !== undefined) return text(description, description)
    const { ko, en } = actionWords[action]
    const target = targetOf({ action, selector, value })
    const shown = target === undefined ? '' : ` · ${this.mask.text(target).slice(0, 200)}`
    return text(ko + shown, en + shown)
  }

  #shared(index: number, { action, description, selector, value }: Step) {
    const target = targetOf({ action, selector, value })
    return {
      step_number: index,
      action,
      description: description ?? null,
      target: target === undefined ? null : this.mask.text(target).slice(0, 200),
    }
  }
}

const targetOf = ({ action, selector, value }: Pick<Step, 'action' | 'selector' | 'value'>): string | undefined =>
  selector ?? (action === 'navigate' || action === 'assert_url' ? value : undefined)

const outOfTime = text('전체 제한 시간이 끝났습니다.', 'The time for the whole scenario is over.')
