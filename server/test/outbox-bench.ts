import { text } from '@bongsu/contract/text.ts'
import { type NoticeRaised, noticeRaised, type StateChanged, stateChanged } from '#features/incidents/index.ts'
import { type AlertRooms, openAlertRooms, openReceiver, type Receiver } from './alert-rooms.ts'
import type { TestDatabase } from './databases.ts'
import { insertTestProject } from './projects.ts'

export const second = 1000
export const minute = 60 * second
export const hour = 60 * minute

export interface LoggedDelivery {
  readonly id: string
  readonly event: string
  readonly state: string
  readonly attempts: number
  readonly channel_name: string
  readonly merged_into: string | null
  readonly fallback_for: string | null
  readonly last_error: string | null
  readonly last_status: number | null
  readonly next_attempt_at: string | null
  readonly held_for: string | null
}

/** One project, one receiver, and everything that could happen to them. */
export class OutboxBench {
  readonly store: TestDatabase
  readonly rooms: AlertRooms
  readonly receiver: Receiver
  readonly projectId: number
  #count = 0

  constructor(store: TestDatabase, rooms: AlertRooms, receiver: Receiver, projectId: number) {
    this.store = store
    this.rooms = rooms
    this.receiver = receiver
    this.projectId = projectId
  }

  /** A webhook to a path of the receiver. */
  async channel(fields: object = {}, path = '/hook'): Promise<number> {
    const options = { url: this.receiver.url + path }
    return (await this.rooms.call('create-channel', { kind: 'webhook', name: `to ${path}`, options, ...fields })).id
  }

  changeOf(what: StateChanged['what'], fields: Partial<StateChanged> = {}): StateChanged {
    const now = this.rooms.clock.now()
    return {
      changeId: ++this.#count,
      monitorId: 1,
      projectId: this.projectId,
      monitorName: '첫 화면',
      projectTitle: '쇼핑몰',
      kind: 'http',
      from: 'up',
      to: 'down',
      at: now - minute,
      confirmedAt: now,
      incidentId: 501,
      what,
      message: text('HTTP 503 응답을 받았습니다.', 'It answered HTTP 503.'),
      errorCode: 'http',
      durationMs: 120,
      downForMs: what === 'recovered' ? 40_000 : null,
      failures: 3,
      suppressed: null,
      ...fields,
    }
  }

  /** All in one transaction, as the recorder writes a batch. */
  happens(...changes: StateChanged[]): Promise<void> {
    return this.store.database.transaction(async (tx) => {
      for (const change of changes) await tx.emit(stateChanged, change)
    })
  }

  change(what: StateChanged['what'], fields: Partial<StateChanged> = {}): Promise<void> {
    return this.happens(this.changeOf(what, fields))
  }

  notice(type: NoticeRaised['type'], fields: Partial<NoticeRaised> = {}): Promise<void> {
    return this.store.database.transaction((tx) =>
      tx.emit(noticeRaised, {
        noticeId: ++this.#count,
        monitorId: 1,
        projectId: this.projectId,
        monitorName: '첫 화면',
        projectTitle: '쇼핑몰',
        type,
        severity: 'warning',
        message: text('SSL 인증서가 7일 후 만료됩니다.', 'The SSL certificate expires in 7 days.'),
        at: this.rooms.clock.now(),
        suppressed: null,
        ...fields,
      }),
    )
  }

  /** What the receiver heard, by event. */
  told(): string[] {
    return this.receiver.received.map(({ json }) => json.data.event as string)
  }

  ids(): unknown[] {
    return this.receiver.received.map(({ headers }) => headers['webhook-id'])
  }

  async log(search: object = {}): Promise<LoggedDelivery[]> {
    return (await this.rooms.call('list-deliveries', { page_size: 100, ...search })).items
  }

  answer(status: number, headers: Record<string, string> = {}): void {
    this.receiver.answer = (_request, response) => response.writeHead(status, headers).end()
  }

  /** Until the news of this moment is being sent, without waiting for the end of it. */
  async beginSending(): Promise<void> {
    await this.rooms.settle()
    await this.rooms.clock.advance(1100)
  }

  async close(): Promise<void> {
    await this.receiver.close()
    await this.rooms.close()
    await this.store.close()
  }
}

export async function openOutboxBench(store: TestDatabase): Promise<OutboxBench> {
  const rooms = await openAlertRooms(store)
  const projectId = await insertTestProject(store.database, { title: '쇼핑몰' })
  return new OutboxBench(store, rooms, await openReceiver(), projectId)
}
