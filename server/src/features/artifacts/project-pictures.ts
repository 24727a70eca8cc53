import { type Text, text } from '@bongsu/contract/text.ts'
import type { Page } from 'playwright-core'
import type { Project } from '#features/projects/index.ts'
import { type Clock, day } from '#kernel/clock.ts'
import { errorMessage, Failure } from '#kernel/errors.ts'
import { asWebp, type Browsers } from '#platform/browser/index.ts'
import type { Database } from '#platform/db/contract.ts'
import { notePictureTried, type Picture, savePicture } from './picture-store.ts'

export interface PictureParts {
  readonly database: Database
  readonly clock: Clock
  readonly browsers: Browsers
  readonly headersOf: (project: Project) => readonly { readonly name: string; readonly value: string }[]
}

const viewport = { width: 1280, height: 800 }
const thumbnailWidth = 480
const timeoutMs = 30_000
/** Fonts and late pictures get this long after the load event. */
const settleMs = 1_000

/** Spec B: a screenshot is cached for 24 hours. A project that moved needs a new one. */
export const isFresh = (picture: Picture | undefined, url: string, now: number): boolean =>
  picture?.isThere === true && picture.url === url && picture.takenAt > now - day

/** Takes pictures of projects; two who want the same one share it. */
export class ProjectPictures {
  readonly #parts: PictureParts
  readonly #taking = new Map<number, Promise<number>>()

  constructor(parts: PictureParts) {
    this.#parts = parts
  }

  /** Takes and stores one; gives when. Fails with what the person who asked should know. */
  take(project: Project, signal: AbortSignal): Promise<number> {
    const taking = this.#taking.get(project.id) ?? this.#take(project, signal)
    this.#taking.set(project.id, taking)
    return taking.finally(() => this.#taking.delete(project.id))
  }

  async #take(project: Project, signal: AbortSignal): Promise<number> {
    const { browsers, clock, database, headersOf } = this.#parts
    const headers = { origin: new URL(project.url).origin, headers: headersOf(project) }
    const visited = await browsers.visit({ viewport, timeoutMs, signal, headers, locale: 'ko-KR' }, ({ page }) =>
      screenshotOf(page, project.url),
    )
    if (!visited.ok) throw new Failure('unavailable', visited.message)
    const at = clock.now()
    if ('problem' in visited.value) {
      await database.transaction((tx) => notePictureTried(tx, project.id, project.url, at))
      throw new Failure('unavailable', visited.value.problem)
    }
    const { picture } = visited.value
    const [screenshot, thumbnail] = [await asWebp(picture), await asWebp(picture, thumbnailWidth)]
    await database.transaction((tx) =>
      savePicture(tx, { projectId: project.id, url: project.url, at, screenshot, thumbnail }),
    )
    return at
  }
}

async function screenshotOf(page: Page, url: string): Promise<{ picture: Buffer } | { problem: Text }> {
  try {
    await page.goto(url, { waitUntil: 'load', timeout: timeoutMs - 5_000 })
    await page.waitForTimeout(settleMs)
    return { picture: await page.screenshot({ type: 'png', timeout: 5_000, animations: 'disabled' }) }
  } catch (error) {
    const reason = errorMessage(error).split('\n')[0]?.slice(0, 200) ?? ''
    return {
      problem: text(
        `사이트가 열리지 않아 화면을 찍지 못했습니다(${reason}).`,
        `The site did not open, so there is no picture of it (${reason}).`,
      ),
    }
  }
}
