import type { Notice } from '#features/checks/index.ts'
import type { MonitorState, Project, Projects } from '#features/projects/index.ts'
import type { Look, Results } from '#features/results/index.ts'
import type { Clock } from '#kernel/clock.ts'
import type { Tx } from '#platform/db/contract.ts'
import { changeMessage } from './change-message.ts'
import { type NoticeRaised, noticeRaised, type Suppression, stateChanged } from './incident-events.ts'
import { keepIncident, noteOtherFailure } from './incident-keeping.ts'
import type { Memory } from './judge-memory.ts'
import { errorCodeOf, messageOf, slowMessage } from './look-facts.ts'
import { insertChange, insertNotice, isFirst } from './news-store.ts'
import { sortNotices } from './notices.ts'
import type { Change } from './verdict.ts'

export interface NewsParts {
  readonly projects: Projects
  readonly results: Results
  readonly clock: Clock
}

/** Makes rows and events of what the judge found in one batch, all in the transaction that stored the looks. */
export class NewsWriter {
  /** Projects whose own state may be another now. */
  readonly projectsToRefresh = new Set<number>()
  readonly #tx: Tx
  readonly #parts: NewsParts
  readonly #projects = new Map<number, Project | undefined>()

  constructor(tx: Tx, parts: NewsParts) {
    this.#tx = tx
    this.#parts = parts
  }

  async tellChange(change: Change, state: MonitorState, look: Look): Promise<void> {
    const { monitor, outcome } = look
    const project = await this.#project(monitor.projectId)
    const confirmedAt = this.#parts.clock.now()
    const message = changeMessage({ ...change, message: messageOf(look), durationMs: outcome.durationMs })
    const incidentId = await keepIncident(this.#tx, { change, message, state, look, project, confirmedAt }, this.#parts)
    this.projectsToRefresh.add(monitor.projectId)
    const news = {
      monitorId: monitor.id,
      projectId: monitor.projectId,
      monitorName: monitor.name,
      projectTitle: project?.title ?? '',
      kind: monitor.kind,
      from: change.from,
      to: change.to,
      at: change.at,
      confirmedAt,
      incidentId,
      what: change.what,
      message,
      errorCode: change.to === 'up' ? null : errorCodeOf(look),
      durationMs: outcome.durationMs,
      downForMs: change.downForMs,
      failures: change.failures,
      suppressed: change.suppressed,
    }
    await this.#tx.emit(stateChanged, { changeId: await insertChange(this.#tx, news), ...news })
  }

  /** A failure that goes on in another way is worth a line in the timeline. */
  async tellOtherFailure(state: MonitorState, look: Look): Promise<void> {
    await noteOtherFailure(this.#tx, state, look)
  }

  async tellSlowness(suppressed: Suppression | null, look: Look): Promise<void> {
    await this.#raise(look, { type: 'slow_response', severity: 'warning', message: slowMessage(look) }, suppressed)
  }

  /** Returns the memory with the keywords that hold now. Under maintenance notices wait: the next look repeats them. */
  async tellNotices(memory: Memory, look: Look): Promise<Memory> {
    if (look.maintenance !== null || look.blind) return memory
    const { state, notices = [] } = look.outcome
    const seen = sortNotices(memory.keywords, notices, state === 'up' || state === 'degraded')
    const suppressed = look.monitor.isAlertEnabled ? null : 'alerts_off'
    for (const notice of seen.begun) await this.#raise(look, notice, suppressed)
    for (const notice of seen.perhapsNew) {
      const { type, key } = notice
      if (await isFirst(this.#tx, look.monitor.id, type, key, look.slotAt)) await this.#raise(look, notice, suppressed)
    }
    return { ...memory, keywords: seen.keywords }
  }

  async #raise(look: Look, notice: Raised, suppressed: Suppression | null): Promise<void> {
    const { monitor } = look
    const project = await this.#project(monitor.projectId)
    const news = {
      monitorId: monitor.id,
      projectId: monitor.projectId,
      monitorName: monitor.name,
      projectTitle: project?.title ?? '',
      type: notice.type,
      severity: notice.severity,
      message: notice.message,
      at: look.slotAt,
      suppressed,
    }
    await this.#tx.emit(noticeRaised, { noticeId: await insertNotice(this.#tx, news, notice.details), ...news })
  }

  async #project(id: number): Promise<Project | undefined> {
    if (!this.#projects.has(id)) this.#projects.set(id, await this.#parts.projects.project(this.#tx, id))
    return this.#projects.get(id)
  }
}

type Raised = Pick<Notice, 'severity' | 'message' | 'details'> & Pick<NoticeRaised, 'type'>
